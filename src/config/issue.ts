import type * as z from 'zod/mini';

/** A fault that a schema found in a value. Its message completes "expected …": that is how the schemas are written. */
export type Issue = z.core.$ZodIssue;

/**
 * The place and the message of a fault. Of a value with alternatives, the one that was meant is the one that got
 * furthest: deeper into the value, or past its form.
 */
export function furthest(issue: Issue): { readonly path: readonly PropertyKey[]; readonly message: string } {
  if (issue.code !== 'invalid_union') return issue;
  const tried = issue.errors.flat();
  const meant = tried.find(({ path }) => path.length > 0) ?? tried.find(({ code }) => code === 'custom');
  return meant === undefined ? issue : { path: [...issue.path, ...meant.path], message: meant.message };
}
