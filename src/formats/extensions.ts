import {
  bitsOf,
  childrenOf,
  contentOf,
  contextTag,
  type Element,
  elementAt,
  objectIdentifier,
  TAG,
  withTags,
} from './der.ts';
import { ipAddress } from './ip-address.ts';
import { printableAscii } from './text.ts';

/** What the extensions of a certificate say (RFC 5280 section 4.2.1); empty where they say nothing. */
export interface Extensions {
  readonly isCA: boolean;
  /** In the words of certificates.k8s.io/v1. */
  readonly keyUsages: readonly string[];
  /** In the same words; dotted object identifiers where these have none. */
  readonly extendedKeyUsages: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

const NONE: Extensions = { isCA: false, keyUsages: [], extendedKeyUsages: [], dnsNames: [], ipAddresses: [] };

/** By bit of keyUsage (RFC 5280 section 4.2.1.3). */
const KEY_USAGES = [
  'digital signature',
  'content commitment',
  'key encipherment',
  'data encipherment',
  'key agreement',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
];

/** By KeyPurposeId (RFC 5280 section 4.2.1.12; the gated ones are of their vendors). */
const EXTENDED_KEY_USAGES: ReadonlyMap<string, string> = new Map([
  ['2.5.29.37.0', 'any'],
  ['1.3.6.1.5.5.7.3.1', 'server auth'],
  ['1.3.6.1.5.5.7.3.2', 'client auth'],
  ['1.3.6.1.5.5.7.3.3', 'code signing'],
  ['1.3.6.1.5.5.7.3.4', 'email protection'],
  ['1.3.6.1.5.5.7.3.5', 'ipsec end system'],
  ['1.3.6.1.5.5.7.3.6', 'ipsec tunnel'],
  ['1.3.6.1.5.5.7.3.7', 'ipsec user'],
  ['1.3.6.1.5.5.7.3.8', 'timestamping'],
  ['1.3.6.1.5.5.7.3.9', 'ocsp signing'],
  ['1.3.6.1.4.1.311.10.3.3', 'microsoft sgc'],
  ['2.16.840.1.113730.4.1', 'netscape sgc'],
]);

const SUBJECT_ALT_NAME = '2.5.29.17';
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';

const DNS_NAME = contextTag(2, 'primitive');
const IP_ADDRESS = contextTag(7, 'primitive');

/**
 * Reads the field `extensions` of a TBSCertificate; undefined when it holds no SEQUENCE OF Extension. Where an
 * extension's own value is not formed as it should be, that one says nothing, as if it were not there.
 */
export function readExtensions(der: Buffer, field: Element | undefined): Extensions | undefined {
  if (field === undefined) return NONE;
  const [list] = childrenOf(der, field, field.tag) ?? [];
  const values = valuesByIdentifier(der, list);
  if (values === undefined) return undefined;
  const names = childrenOf(der, values.get(SUBJECT_ALT_NAME)) ?? [];
  return {
    isCA: basicConstraintsCA(der, values.get(BASIC_CONSTRAINTS)),
    keyUsages: keyUsages(der, values.get(KEY_USAGE)),
    extendedKeyUsages: extendedKeyUsages(der, values.get(EXTENDED_KEY_USAGE)),
    dnsNames: namesOf(der, names, DNS_NAME, printableAscii),
    ipAddresses: namesOf(der, names, IP_ADDRESS, ipAddress),
  };
}

/** The value stands in an OCTET STRING, after the identifier and perhaps a BOOLEAN that makes it critical. */
function valuesByIdentifier(der: Buffer, list: Element | undefined): Map<string, Element> | undefined {
  const values = new Map<string, Element>();
  for (const extension of childrenOf(der, list) ?? [undefined]) {
    const parts = childrenOf(der, extension)?.filter(({ tag }) => tag !== TAG.BOOLEAN);
    const [type, octets] = withTags(parts, [TAG.OBJECT_IDENTIFIER, TAG.OCTET_STRING]) ?? [];
    const identifier = objectIdentifier(der, type);
    if (identifier === undefined || octets === undefined) return undefined;
    const value = elementAt(der, octets.content, octets.end);
    if (value !== undefined) values.set(identifier, value);
  }
  return values;
}

function basicConstraintsCA(der: Buffer, value: Element | undefined): boolean {
  const [cA] = childrenOf(der, value) ?? [];
  return contentOf(der, cA, TAG.BOOLEAN)?.some((octet) => octet !== 0) ?? false;
}

function keyUsages(der: Buffer, value: Element | undefined): readonly string[] {
  const octets = bitsOf(der, value) ?? Buffer.of();
  return KEY_USAGES.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

function extendedKeyUsages(der: Buffer, value: Element | undefined): readonly string[] {
  return (childrenOf(der, value) ?? []).flatMap((element) => {
    const purpose = objectIdentifier(der, element);
    return purpose === undefined ? [] : (EXTENDED_KEY_USAGES.get(purpose) ?? purpose);
  });
}

function namesOf(
  der: Buffer,
  names: readonly Element[],
  tag: number,
  textOf: (octets: Buffer) => string | undefined,
): readonly string[] {
  return names.flatMap((name) => {
    const octets = contentOf(der, name, tag);
    return (octets && textOf(octets)) ?? [];
  });
}
