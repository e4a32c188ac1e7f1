import type { Finding, ProblemReason, Severity } from '../model.ts';

/** What a finding means to who asked: how bad it is, or that nothing could be learnt. */
export type Judgement = Severity | 'unknown';

/** In the order of the monitoring plugins: to know of trouble is worse than not to know. */
export const JUDGEMENTS = ['critical', 'warning', 'unknown', 'info'] as const satisfies readonly Judgement[];

/** Problems that hide what is there. */
const HIDING: ReadonlySet<ProblemReason> = new Set([
  'unreadable',
  'too_large',
  'not_a_file',
  'link_loop',
  'outside_root',
]);

/** @param asked host paths that were asked for by name: where one is missing, it may as well have been misspelt */
export function judgementOf({ severity, problem, location }: Finding, asked: readonly string[]): Judgement {
  if (problem === undefined) return severity;
  const isUnknown = HIDING.has(problem) || (problem === 'missing' && asked.includes(location.path));
  return isUnknown ? 'unknown' : severity;
}
