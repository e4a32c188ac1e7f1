/** Certificates that are hardly ever issued, but are certificates, and how they should be read. */

import { generateKeyPairSync } from 'node:crypto';

import type { Certificate } from '../../src/model.ts';
import {
  bitString,
  element,
  extension,
  generalizedTime,
  integer,
  name,
  oid,
  printableString,
  sequence,
  utcTime,
  utf8,
} from './der-writer.ts';

export const CN = '2.5.4.3';
export const O = '2.5.4.10';
export const OU = '2.5.4.11';

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

const PUBLIC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
  type: 'spki',
  format: 'der',
});

/** The parts of a TBSCertificate, each encoded already. */
export interface Parts {
  readonly version: readonly Buffer[];
  readonly serialNumber: Buffer;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly notBefore: Buffer;
  readonly notAfter: Buffer;
  readonly publicKey: Buffer;
  /** None at all where undefined. */
  readonly extensions: readonly Buffer[] | undefined;
}

const ORDINARY: Parts = {
  version: [element(0xa0, integer(2))],
  serialNumber: integer(0x01),
  issuer: name([CN, utf8('kubernetes')]),
  subject: name([CN, utf8('kube-apiserver')]),
  notBefore: utcTime('260101000000Z'),
  notAfter: utcTime('270101000000Z'),
  publicKey: PUBLIC_KEY,
  extensions: undefined,
};

/** A certificate in DER that differs from an ordinary one in `changes`. Its signature is void. */
export function oddCertificate(changes: Partial<Parts> = {}): Buffer {
  const parts = { ...ORDINARY, ...changes };
  const toBeSigned = sequence(
    ...parts.version,
    parts.serialNumber,
    ECDSA_WITH_SHA256,
    parts.issuer,
    sequence(parts.notBefore, parts.notAfter),
    parts.subject,
    parts.publicKey,
    ...(parts.extensions === undefined ? [] : [element(0xa3, sequence(...parts.extensions))]),
  );
  return sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(0));
}

const subjectAltName = (...names: readonly Buffer[]): Buffer => extension('2.5.29.17', sequence(...names));
const dns = (text: string): Buffer => element(0x82, text);
const ip = (...octets: readonly number[]): Buffer => element(0x87, Buffer.from(octets));
const keyUsage = (...octets: readonly number[]): Buffer =>
  extension('2.5.29.15', element(0x03, Buffer.from(octets)));
const extendedKeyUsage = (...ids: readonly string[]): Buffer =>
  extension('2.5.29.37', sequence(...ids.map(oid)));
const basicConstraints = (...content: readonly Buffer[]): Buffer =>
  extension('2.5.29.19', sequence(...content));

export interface OddCertificate {
  readonly title: string;
  readonly der: Buffer;
  /** The fields that make it odd, as they should be read. */
  readonly read: Partial<Certificate>;
}

export const ODD_CERTIFICATES: readonly OddCertificate[] = [
  {
    title: 'version 1, without extensions',
    der: oddCertificate({ version: [] }),
    read: { subject: 'CN=kube-apiserver', isCA: false, keyUsages: [], dnsNames: [], ipAddresses: [] },
  },
  {
    title: 'an empty subject',
    der: oddCertificate({ subject: name() }),
    read: { subject: '', issuer: 'CN=kubernetes', issuerCommonName: 'kubernetes' },
  },
  {
    title: 'a serial number of zero',
    der: oddCertificate({ serialNumber: integer(0) }),
    read: { serialNumber: '00' },
  },
  {
    title: 'a serial number whose first bit is set',
    der: oddCertificate({ serialNumber: integer(0x00, 0x80, 0x01) }),
    read: { serialNumber: '8001' },
  },
  {
    title: 'a negative serial number',
    der: oddCertificate({ serialNumber: integer(0xff, 0x00) }),
    read: { serialNumber: '-0100' },
  },
  {
    title: 'a serial number of 20 octets',
    der: oddCertificate({ serialNumber: integer(...Array.from({ length: 20 }, (_, i) => i + 1)) }),
    read: { serialNumber: '0102030405060708090A0B0C0D0E0F1011121314' },
  },
  {
    title: 'years around the turn of the century',
    der: oddCertificate({ notBefore: utcTime('500101000000Z'), notAfter: utcTime('491231235959Z') }),
    read: { notBefore: Date.UTC(1950, 0, 1), notAfter: Date.UTC(2049, 11, 31, 23, 59, 59) },
  },
  {
    title: 'an end beyond 2050',
    der: oddCertificate({ notAfter: generalizedTime('20500101000000Z') }),
    read: { notAfter: Date.UTC(2050, 0, 1) },
  },
  {
    title: 'no well-defined end (RFC 5280 section 4.1.2.5)',
    der: oddCertificate({ notAfter: generalizedTime('99991231235959Z') }),
    read: { notAfter: Date.UTC(9999, 11, 31, 23, 59, 59) },
  },
  {
    title: 'a leap day',
    der: oddCertificate({ notAfter: utcTime('280229120000Z') }),
    read: { notAfter: Date.UTC(2028, 1, 29, 12) },
  },
  {
    title: 'every character that RFC 4514 escapes',
    der: oddCertificate({ subject: name([O, utf8('#a,b+c"d\\e<f>g;h=i')], [CN, utf8(' x  y ')]) }),
    read: {
      subject: String.raw`CN=\ x  y\ ,O=\#a\,b\+c\"d\\e\<f\>g\;h=i`,
      subjectCommonName: ' x  y ',
    },
  },
  {
    title: 'a value that looks like another attribute',
    der: oddCertificate({ subject: name([O, utf8('x,CN=admin + CN=root')], [CN, utf8('guest')]) }),
    read: { subject: String.raw`CN=guest,O=x\,CN=admin \+ CN=root`, subjectCommonName: 'guest' },
  },
  {
    title: 'control characters in a name',
    der: oddCertificate({ subject: name([CN, utf8('a\nb\0c\x7f')]) }),
    read: { subject: String.raw`CN=a\0Ab\00c\7F`, subjectCommonName: String.raw`a\0Ab\00c\7F` },
  },
  {
    title: 'several common names',
    der: oddCertificate({ subject: name([CN, utf8('outer')], [O, utf8('o')], [CN, utf8('inner')]) }),
    read: { subject: 'CN=inner,O=o,CN=outer', subjectCommonName: 'inner' },
  },
  {
    title: 'a relative name of several values',
    der: oddCertificate({
      subject: sequence(
        element(0x31, sequence(oid(O), utf8('masters')), sequence(oid(O), utf8('nodes'))),
        element(0x31, sequence(oid(CN), utf8('admin'))),
      ),
    }),
    read: { subject: 'CN=admin,O=nodes+O=masters', subjectCommonName: 'admin' },
  },
  {
    title: 'an attribute type that nobody knows',
    der: oddCertificate({ subject: name(['1.2.3.4', utf8('foo')], [CN, utf8('x')]) }),
    read: { subject: 'CN=x,1.2.3.4=#0C03666F6F' },
  },
  {
    title: 'a value that is no text',
    der: oddCertificate({ subject: name([CN, bitString(0xab)]) }),
    read: { subject: 'CN=#030200AB' },
  },
  {
    title: 'string types other than UTF-8',
    der: oddCertificate({
      subject: name(
        [O, element(0x14, 'caf\xe9')],
        [OU, element(0x16, 'ia5')],
        [CN, element(0x1e, '\x54\x0d\x00x')],
      ),
    }),
    read: { subject: 'CN=名x,OU=ia5,O=café', subjectCommonName: '名x' },
  },
  {
    title: 'UTF-8 beyond the basic plane',
    der: oddCertificate({ subject: name([CN, utf8('Ünï 名 🔑')]) }),
    read: { subject: 'CN=Ünï 名 🔑', subjectCommonName: 'Ünï 名 🔑' },
  },
  {
    title: 'attribute types beside the usual ones',
    der: oddCertificate({
      subject: name(
        ['0.9.2342.19200300.100.1.25', element(0x16, 'com')],
        ['2.5.4.5', printableString('42')],
        ['1.2.840.113549.1.9.1', element(0x16, 'a@b.c')],
        ['0.9.2342.19200300.100.1.1', utf8('u1')],
      ),
    }),
    read: { subject: 'UID=u1,emailAddress=a@b.c,serialNumber=42,DC=com' },
  },
  {
    title: 'names and addresses of every kind',
    der: oddCertificate({
      extensions: [
        subjectAltName(
          dns('*.example.com'),
          element(0x81, 'mail@example.com'),
          ip(10, 0, 0, 1),
          element(0x86, 'https://example.com'),
          dns('kubernetes'),
          ip(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1),
          element(0xa4, name([CN, utf8('directory')])),
          ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
        ),
      ],
    }),
    read: { dnsNames: ['*.example.com', 'kubernetes'], ipAddresses: ['10.0.0.1', '2001:db8::1:0:1', '::1'] },
  },
  {
    title: 'every key usage',
    der: oddCertificate({ extensions: [keyUsage(7, 0xff, 0x80)] }),
    read: {
      keyUsages: [
        'digital signature',
        'content commitment',
        'key encipherment',
        'data encipherment',
        'key agreement',
        'cert sign',
        'crl sign',
        'encipher only',
        'decipher only',
      ],
    },
  },
  {
    title: 'extended key usages, an unknown one among them',
    der: oddCertificate({
      extensions: [
        keyUsage(5, 0xa0),
        extendedKeyUsage('1.3.6.1.5.5.7.3.1', '1.3.6.1.4.1.99999.1', '1.3.6.1.5.5.7.3.2', '2.5.29.37.0'),
      ],
    }),
    read: {
      keyUsages: [
        'digital signature',
        'key encipherment',
        'server auth',
        '1.3.6.1.4.1.99999.1',
        'client auth',
        'any',
      ],
    },
  },
  {
    title: 'a CA with a path length',
    der: oddCertificate({ extensions: [basicConstraints(element(0x01, '\xff'), integer(0))] }),
    read: { isCA: true },
  },
  {
    title: 'basicConstraints of a leaf',
    der: oddCertificate({ extensions: [basicConstraints()] }),
    read: { isCA: false },
  },
];
