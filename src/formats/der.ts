/**
 * DER (ITU-T X.690), as far as a certificate needs it: elements with a tag of one byte and a length in its
 * shortest form. What is not DER is answered with `undefined`, never with an exception.
 */

/** One element, by its place in the bytes that it was read from. */
export interface Element {
  /** The identifier octet, class and constructed bit included. */
  readonly tag: number;
  /** Where the element begins. */
  readonly start: number;
  /** Where its content begins. */
  readonly content: number;
  /** Where its content, and with it the element, ends. */
  readonly end: number;
}

/** Identifier octets, X.680 section 8.4. */
export const TAG = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  OBJECT_IDENTIFIER: 0x06,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  SEQUENCE: 0x30,
  SET: 0x31,
} as const;

/** The identifier octet of a context-specific tag: `[0]`, `[1]` … */
export function contextTag(number: number, form: 'primitive' | 'constructed'): number {
  return (form === 'constructed' ? 0xa0 : 0x80) | number;
}

/** The element that begins at `start` and ends at `limit` or before. */
export function elementAt(der: Uint8Array, start: number, limit: number = der.length): Element | undefined {
  const tag = der[start];
  const first = der[start + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  let content = start + 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4) return undefined;
    length = 0;
    for (let i = 0; i < octets; i += 1) length = length * 256 + (der[content + i] ?? 0);
    if (length < (octets === 1 ? 0x80 : 256 ** (octets - 1))) return undefined;
    content += octets;
  }
  const end = content + length;
  return end <= limit ? { tag, start, content, end } : undefined;
}

/** The elements that the content of `parent` consists of, when it has the tag that it should have. */
export function childrenOf(
  der: Uint8Array,
  parent: Element | undefined,
  tag: number = TAG.SEQUENCE,
): readonly Element[] | undefined {
  if (parent?.tag !== tag) return undefined;
  const children: Element[] = [];
  for (let at = parent.content; at < parent.end;) {
    const child = elementAt(der, at, parent.end);
    if (child === undefined) return undefined;
    children.push(child);
    at = child.end;
  }
  return children;
}

/** `elements` when they have these tags, one each, and are no more than these. */
export function withTags<const Tags extends readonly number[]>(
  elements: readonly Element[] | undefined,
  tags: Tags,
): { readonly [Place in keyof Tags]: Element } | undefined {
  const matches = elements?.length === tags.length && elements.every(({ tag }, at) => tag === tags[at]);
  return matches ? (elements as { [Place in keyof Tags]: Element }) : undefined;
}

/** The content of an element when it has the tag that it should have: a view, not a copy. */
export function contentOf(der: Buffer, element: Element | undefined, tag: number): Buffer | undefined {
  return element?.tag === tag ? der.subarray(element.content, element.end) : undefined;
}

/** The octets of a BIT STRING, after the one that counts the unused bits of the last: a view, not a copy. */
export function bitsOf(der: Buffer, element: Element | undefined): Buffer | undefined {
  const octets = contentOf(der, element, TAG.BIT_STRING);
  const unused = octets?.[0];
  return unused !== undefined && unused < 8 ? octets?.subarray(1) : undefined;
}

/** An INTEGER as OpenSSL prints it: upper-case hexadecimal, two digits an octet, a minus sign before. */
export function hexadecimalInteger(der: Buffer, element: Element | undefined): string | undefined {
  const octets = contentOf(der, element, TAG.INTEGER);
  const [first, second = 0] = octets ?? [];
  if (octets === undefined || first === undefined) return undefined;
  const isPadded = octets.length > 1 && (first === 0x00 || first === 0xff) && first >> 7 === second >> 7;
  if (isPadded) return undefined;
  if (first >= 0x80) return `-${negated(octets)}`;
  return octets.toString('hex', first === 0 && octets.length > 1 ? 1 : 0).toUpperCase();
}

/** The magnitude of a negative number in two's complement. */
function negated(octets: Buffer): string {
  const magnitude = (1n << BigInt(octets.length * 8)) - BigInt(`0x${octets.toString('hex')}`);
  const digits = magnitude.toString(16).toUpperCase();
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}

/** Bytes of the longest object identifier that is read; those in use have fewer than 20. */
const MAX_OBJECT_IDENTIFIER = 64;

/** An object identifier in its dotted form: `1.3.6.1.5.5.7.3.1` (X.690 section 8.19). */
export function objectIdentifier(der: Uint8Array, element: Element | undefined): string | undefined {
  if (element?.tag !== TAG.OBJECT_IDENTIFIER) return undefined;
  const { content, end } = element;
  if (end - content > MAX_OBJECT_IDENTIFIER) return undefined;
  let dotted = '';
  let start = content;
  for (let at = content; at < end; at += 1) {
    const octet = der[at] ?? 0;
    if (at === start && octet === 0x80) return undefined;
    if (octet >= 0x80) continue;
    const arc = arcOf(der, start, at);
    dotted += start === content ? firstArcs(Number(arc)) : `.${arc}`;
    start = at + 1;
  }
  return start === end && dotted !== '' ? dotted : undefined;
}

/** Seven bits an octet; a UUID under 2.25 has more of them than a number holds exactly. */
function arcOf(der: Uint8Array, first: number, last: number): number | bigint {
  if (last - first < 7) {
    let arc = 0;
    for (let at = first; at <= last; at += 1) arc = arc * 128 + ((der[at] ?? 0) & 0x7f);
    return arc;
  }
  let arc = 0n;
  for (let at = first; at <= last; at += 1) arc = (arc << 7n) | BigInt((der[at] ?? 0) & 0x7f);
  return arc;
}

/** The first two arcs share one number. */
function firstArcs(both: number): string {
  const first = Math.min(Math.floor(both / 40), 2);
  return `${first}.${both - first * 40}`;
}
