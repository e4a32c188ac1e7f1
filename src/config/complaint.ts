import { nearest } from '../nearest.ts';
import { given, quoted } from './given.ts';
import { furthest, type Issue } from './issue.ts';
import { KEYS, PLANNED_KEYS } from './schema.ts';

/** What is wrong with one key. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  /** The key that does not belong under `path`, where that is what is wrong. */
  readonly unknownKey?: string;
  /** Key and fault, and what would be right, in one line. */
  readonly message: string;
}

/** What a person has to know of the faults that the schema found in `document`. */
export function* complaints(issues: readonly Issue[], document: unknown): Generator<Complaint> {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        yield { path: issue.path, unknownKey: key, message: unknownKeyMessage(issue.path, key) };
      }
    } else {
      yield wrongValue(issue, document);
    }
  }
}

function wrongValue(issue: Issue, document: unknown): Complaint {
  const { path, message } = furthest(issue);
  // Text where keys should be is some other file, perhaps a private key: not a letter of it is repeated.
  if (path.length === 0)
    return { path, message: `expected ${message}, got ${Array.isArray(document) ? 'a list' : 'a value'}` };
  return { path, message: `${keyText(path)}: expected ${message}, got ${given(valueAt(document, path))}` };
}

function unknownKeyMessage(section: readonly PropertyKey[], key: string): string {
  const path = keyText([...section, key]);
  if (section.length === 0 && PLANNED_KEYS.includes(key))
    return `${path}: this version does not support this key yet; leave it out`;
  return `${path}: no such key; ${rightKey(keyText(section), key)}`;
}

/** The key that was most likely meant: one of this section, one of the same name elsewhere, or any of this section. */
function rightKey(section: string, key: string): string {
  const known = KEYS[section] ?? [];
  const near = nearest(key, known);
  if (near !== undefined) return `did you mean ${near}?`;
  const elsewhere = Object.keys(KEYS).find((other) => KEYS[other]?.includes(key));
  if (elsewhere !== undefined)
    return `did you mean ${keyText([...(elsewhere === '' ? [] : [elsewhere]), key])}?`;
  return `there are ${known.join(', ')}`;
}

/** `files.paths[0]`; a key that is no plain word is quoted. */
function keyText(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => {
      if (typeof step === 'number') return `[${step}]`;
      const word = String(step);
      return `${at > 0 ? '.' : ''}${/^[\w-]{1,40}$/.test(word) ? word : quoted(word)}`;
    })
    .join('');
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    document,
  );
}
