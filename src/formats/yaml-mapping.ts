import { LineCounter, parseDocument } from 'yaml';
import { exceedsBounds } from './yaml-bounds.ts';

/** Sentences that say where a document is not right and what would be, without quoting it. */
export type Faults = Set<string>;

/** Aliases that may be resolved; a few lines of nested ones would otherwise make gigabytes. */
const MAX_ALIASES = 100;

const TOO_MUCH = 'not read as YAML: more lines, brackets, quotation marks or aliases than any kubeconfig has';
const TOO_COMPLEX = 'nested too deeply, or with too many aliases, to be read as YAML';

/** A mapping of a YAML document and its place in it. What is of a wrong type counts as absent and is a fault. */
export class YamlMapping {
  /** `users[0].user`; empty for the whole document. */
  readonly #place: string;
  readonly #values: ReadonlyMap<unknown, unknown>;
  readonly #faults: Faults;

  private constructor(place: string, values: ReadonlyMap<unknown, unknown>, faults: Faults) {
    this.#place = place;
    this.#values = values;
    this.#faults = faults;
  }

  /** The first document of `text`; undefined, with a fault, when it is no mapping. */
  static parse(text: string, faults: Faults): YamlMapping | undefined {
    const parsed = parseYaml(text);
    if (parsed.value instanceof Map) return new YamlMapping('', parsed.value, faults);
    faults.add(parsed.fault ?? 'not a mapping in YAML or JSON');
    return undefined;
  }

  /** Whether there is anything under `key` but null or an empty string, which both count as absent. */
  has(key: string): boolean {
    return (this.#values.get(key) ?? '') !== '';
  }

  /** A string that is not empty. */
  text(key: string): string | undefined {
    if (!this.has(key)) return undefined;
    const value = this.#values.get(key);
    if (typeof value === 'string') return value;
    this.fault(key, 'must be a string');
    return undefined;
  }

  /** The mapping under `key`; an empty one where there is nothing. */
  mapping(key: string): YamlMapping | undefined {
    return this.#child(this.#path(key), this.#values.get(key) ?? new Map());
  }

  /** The mappings of the list under `key`. */
  list(key: string): readonly YamlMapping[] {
    const values = this.#values.get(key) ?? [];
    if (Array.isArray(values)) {
      return values.flatMap((value, at) => this.#child(`${this.#path(key)}[${at}]`, value) ?? []);
    }
    this.fault(key, 'must be a list');
    return [];
  }

  /** Says of the value under `key` that it is not right: `must be a list`. */
  fault(key: string, sentence: string): void {
    this.#faults.add(`${this.#path(key)} ${sentence}`);
  }

  #path(key: string): string {
    return this.#place === '' ? key : `${this.#place}.${key}`;
  }

  #child(place: string, value: unknown): YamlMapping | undefined {
    if (value instanceof Map) return new YamlMapping(place, value, this.#faults);
    this.#faults.add(`${place} must be a mapping`);
    return undefined;
  }
}

/**
 * The library's messages quote the line that they are about, which may hold a key: only its number is passed on.
 * They are not even made (`prettyErrors`), for a long line with many faults would take minutes; nor are the stack traces of
 * all the errors, which cost several times as much as parsing.
 */
function parseYaml(text: string): { value?: unknown; fault?: string } {
  if (exceedsBounds(text)) return { fault: TOO_MUCH };
  const lineCounter = new LineCounter();
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const options = { strict: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
  try {
    const document = parseDocument(text, { ...options, lineCounter });
    const error = document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS');
    if (error?.code === 'RESOURCE_EXHAUSTION') return { fault: TOO_COMPLEX };
    if (error !== undefined)
      return { fault: `not valid YAML at line ${lineCounter.linePos(error.pos[0]).line}` };
    return { value: document.toJS({ mapAsMap: true, maxAliasCount: MAX_ALIASES }) };
  } catch {
    return { fault: TOO_COMPLEX };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
