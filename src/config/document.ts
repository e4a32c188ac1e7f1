import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import { ConfigurationError } from './error.ts';

/** No configuration is longer; a file that is was named by mistake. */
const LONGEST_TEXT = 1024 * 1024;

/** What the YAML says, and where it says so. */
export interface ConfigurationDocument {
  /** Keys without a value are left out; `{}` for an empty document. */
  readonly value: unknown;
  /** The line of a value, or of a key that is not known, counted from 1; undefined where it cannot be told. */
  lineOf(path: readonly PropertyKey[], unknownKey?: string): number | undefined;
}

/** What is wrong with the YAML itself, by the code of yaml's error. Its own messages quote the text: they are not passed on. */
const SYNTAX: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: 'an escape sequence that YAML does not know; put the text in single quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon in one line; put a value that contains ": " in quotes',
  DUPLICATE_KEY: 'the same key for the second time; give it once',
  MISSING_CHAR: 'a quote or a bracket that is not closed; close it',
  MULTIPLE_DOCS: 'a second document; leave one, without ---',
  NON_STRING_KEY: 'a key that is not text; give its name',
  RESOURCE_EXHAUSTION: 'brackets nested too deeply; there is no key that needs more than one level',
  TAB_AS_INDENT: 'a tab in the indentation; use spaces',
  TAG_RESOLVE_FAILED: 'a tag (!name) that is not known; leave it out',
};
const OTHER_SYNTAX = 'not valid YAML; look at the colons, quotes and indentation here and just above';

/**
 * Reads YAML 1.2, of which a configuration has one document of keys and values.
 * @throws ConfigurationError that never repeats the text
 */
export function readDocument(text: string, fileName: string): ConfigurationDocument {
  const fail = (message: string, offset?: number): never => {
    const line = offset === undefined ? '' : `:${lines.linePos(offset).line}`;
    throw new ConfigurationError(`${fileName}${line}: ${message}`);
  };
  const lines = new LineCounter();
  if (text.length > LONGEST_TEXT) fail('longer than 1Mi; give the name of a configuration in YAML');
  if (text.includes('\0')) fail('contains zero bytes; give the name of a configuration in YAML');

  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  if (!Array.isArray(documents)) return { value: {}, lineOf: () => undefined };
  for (const { errors, warnings } of documents) {
    const [first] = [...errors, ...warnings];
    if (first !== undefined) fail(SYNTAX[first.code] ?? OTHER_SYNTAX, first.pos[0]);
  }
  const [document, second] = documents;
  if (second !== undefined) fail(SYNTAX['MULTIPLE_DOCS'] ?? OTHER_SYNTAX, second.range[0]);
  if (document === undefined) return { value: {}, lineOf: () => undefined };

  dropEmptyKeys(document);
  return {
    value: resolved(document, () => fail('an alias (*name) without its anchor (&name), or too many of them')),
    lineOf: (path, unknownKey) => lineOf(document, lines, path, unknownKey),
  };
}

/** A key without a value is as good as absent: people comment out what stands below it. */
function dropEmptyKeys(document: Document.Parsed): void {
  visit(document, {
    Pair: (_, { value }) =>
      value === null || (isScalar(value) && value.value === null) ? visit.REMOVE : undefined,
  });
}

/** The values, aliases filled in; a few aliases can stand for a whole memory, so yaml counts them. */
function resolved(document: Document.Parsed, fail: () => never): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch {
    return fail();
  }
}

/** The line of the deepest thing on the way that has one: behind an alias, the alias itself. */
function lineOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly PropertyKey[],
  unknownKey?: string,
): number | undefined {
  let node: Node | null | undefined = document.contents;
  for (const step of path) {
    const inner: unknown = isCollection(node) ? node.get(step, true) : undefined;
    if (!isNode(inner)) break;
    node = inner;
  }
  if (unknownKey !== undefined && isMap(node)) {
    const unknown = node.items.find(({ key }) => isScalar(key) && key.value === unknownKey)?.key;
    if (isNode(unknown)) node = unknown;
  }
  return node?.range ? lines.linePos(node.range[0]).line : undefined;
}
