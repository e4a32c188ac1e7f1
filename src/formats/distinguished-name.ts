import { isUtf8 } from 'node:buffer';

import { childrenOf, type Element, objectIdentifier, TAG } from './der.ts';
import { detached, printable } from './text.ts';

export interface DistinguishedName {
  /** As RFC 4514 writes it, most specific part first; empty for an empty name. */
  readonly text: string;
  /** The value of the most specific commonName; absent where there is none. */
  readonly commonName?: string;
}

/** Attribute types by the short names of RFC 4514 section 3 and, beyond these, of OpenSSL. */
const ATTRIBUTE_TYPES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'title'],
  ['2.5.4.13', 'description'],
  ['2.5.4.15', 'businessCategory'],
  ['2.5.4.17', 'postalCode'],
  ['2.5.4.41', 'name'],
  ['2.5.4.42', 'GN'],
  ['2.5.4.43', 'initials'],
  ['2.5.4.46', 'dnQualifier'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
  ['1.2.840.113549.1.9.2', 'unstructuredName'],
]);

/** How the string types of names turn into text, by tag (X.680 section 8.4); undefined where the octets are none. */
const STRING_TYPES: ReadonlyMap<number, (octets: Buffer) => string | undefined> = new Map([
  [0x0c, utf8],
  [0x12, latin1],
  [0x13, latin1],
  [0x14, latin1],
  [0x16, latin1],
  [0x1a, latin1],
  [0x1e, utf16],
]);

interface Attribute {
  /** A short name, or a dotted object identifier. */
  readonly type: string;
  /** Fit for a label; absent where the value is no text. */
  readonly value?: string;
  /** The value as it stands in a distinguished name. */
  readonly escaped: string;
}

/** Reads a Name (RFC 5280 section 4.1.2.4); undefined when it is none. */
export function distinguishedName(der: Buffer, name: Element | undefined): DistinguishedName | undefined {
  const relativeNames = childrenOf(der, name)?.map((relativeName) => attributesOf(der, relativeName));
  const mostSpecificFirst: string[] = [];
  let commonName: string | undefined;
  for (const attributes of relativeNames?.toReversed() ?? [undefined]) {
    if (attributes === undefined) return undefined;
    mostSpecificFirst.push(attributes.map(({ type, escaped }) => `${type}=${escaped}`).join('+'));
    commonName ??= attributes.find(({ type }) => type === 'CN')?.value;
  }
  const text = detached(mostSpecificFirst.join(','));
  return commonName === undefined ? { text } : { text, commonName };
}

/** The attributes of one relative distinguished name, the last first, as OpenSSL puts them. */
function attributesOf(der: Buffer, relativeName: Element): readonly Attribute[] | undefined {
  const attributes: Attribute[] = [];
  for (const element of childrenOf(der, relativeName, TAG.SET) ?? []) {
    const attribute = attributeOf(der, element);
    if (attribute === undefined) return undefined;
    attributes.unshift(attribute);
  }
  return attributes.length > 0 ? attributes : undefined;
}

/** A value is in hexadecimal where its type has no short name or it is no text (RFC 4514 section 2.4). */
function attributeOf(der: Buffer, element: Element): Attribute | undefined {
  const [first, value, ...rest] = childrenOf(der, element) ?? [];
  const identifier = objectIdentifier(der, first);
  if (identifier === undefined || value === undefined || rest.length > 0) return undefined;
  const type = ATTRIBUTE_TYPES.get(identifier);
  const decode = STRING_TYPES.get(value.tag);
  if (type === undefined || decode === undefined) {
    const hexadecimal = der.toString('hex', value.start, value.end).toUpperCase();
    return { type: type ?? identifier, escaped: `#${hexadecimal}` };
  }
  const text = decode(der.subarray(value.content, value.end));
  return text === undefined
    ? undefined
    : { type, value: printable(text), escaped: printable(escapeSpecial(text)) };
}

const SPECIAL = /[\\,+"<>;]|^[ #]| $/;
const EVERY_SPECIAL = new RegExp(SPECIAL, 'g');

function escapeSpecial(text: string): string {
  return SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, '\\$&') : text;
}

function latin1(octets: Buffer): string {
  return octets.toString('latin1');
}

function utf8(octets: Buffer): string | undefined {
  return isUtf8(octets) ? octets.toString('utf8') : undefined;
}

/** BMPString: UTF-16 in network byte order. */
function utf16(octets: Buffer): string | undefined {
  if (octets.length % 2 !== 0) return undefined;
  return Buffer.from(octets).swap16().toString('utf16le').toWellFormed();
}
