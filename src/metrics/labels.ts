/** Label names and their values; a value that is absent or empty leaves its label out. */
export type Labels = Readonly<Record<string, string | undefined>>;

/**
 * The longest label value, in UTF-16 code units: what a path can be at most (Linux's PATH_MAX), so that no
 * certificate or kubeconfig, whatever is written in it, makes an exposition that Prometheus refuses to read.
 */
export const LABEL_VALUE_LIMIT = 4096;

/** The most names that one label lists, such as the DNS names of a certificate; the rest is counted. */
export const LABEL_LIST_LIMIT = 50;

/**
 * Label text as both exposition formats write it, without the braces: `location="/a.crt",index="0"`.
 * One flat string, since it is kept and written again at every scrape.
 */
export function labelText(labels: Labels): string {
  const pairs: string[] = [];
  for (const name in labels) {
    const value = labels[name];
    if (value !== undefined && value !== '') pairs.push(`${name}="${escapeLabelValue(bounded(value))}"`);
  }
  return pairs.join(',');
}

/** Values joined by commas, as many as `LABEL_LIST_LIMIT` and `LABEL_VALUE_LIMIT` allow: `a,b,… (+9998)`. */
export function labelList(values: readonly string[]): string {
  const room = LABEL_VALUE_LIMIT - `,… (+${values.length})`.length;
  const shown: string[] = [];
  let length = 0;
  for (const value of values.slice(0, LABEL_LIST_LIMIT)) {
    length += value.length + 1;
    if (length > room) break;
    shown.push(value);
  }
  const left = values.length - shown.length;
  return [...shown, ...(left > 0 ? [`… (+${left})`] : [])].join(',');
}

function bounded(value: string): string {
  return value.length <= LABEL_VALUE_LIMIT ? value : `${value.slice(0, LABEL_VALUE_LIMIT - 1)}…`;
}

/**
 * Backslash, quote and line feed are escaped as the formats say. Other control characters, which no parser
 * is bound to accept, become visible ones: U+2400 and following for C0 and delete, U+FFFD for C1 and for
 * half a surrogate pair.
 */
function escapeLabelValue(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return value;
  return value.toWellFormed().replaceAll(ESCAPED, (character) => {
    const code = character.charCodeAt(0);
    return ESCAPES[character] ?? (code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD');
  });
}

/* oxlint-disable no-control-regex -- control characters are what it is about */
const ESCAPED = /["\\\u0000-\u001F\u007F-\u009F]/g;
const NEEDS_ESCAPE = /["\\\u0000-\u001F\u007F-\u009F\uD800-\uDFFF]/;
/* oxlint-enable no-control-regex */

const ESCAPES: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  '\\': String.raw`\\`,
  '\n': String.raw`\n`,
  '\u007F': '\u2421',
};
