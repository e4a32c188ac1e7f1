import { hash } from 'node:crypto';

import type { Certificate } from '../model.ts';
import { certificateFields } from './certificate-fields.ts';
import { bitsOf, childrenOf, hexadecimalInteger } from './der.ts';
import { distinguishedName } from './distinguished-name.ts';
import { readExtensions } from './extensions.ts';
import { keyAlgorithm } from './key-algorithm.ts';
import { instantOf } from './time.ts';

/**
 * Every certificate that somebody still holds, by fingerprint: one that is found in ten places is parsed once
 * and kept once. A certificate that nobody holds any more is free to go.
 */
const held = new Map<string, WeakRef<Certificate>>();
const released = new FinalizationRegistry<string>((fingerprint) => {
  if (held.get(fingerprint)?.deref() === undefined) held.delete(fingerprint);
});

/**
 * Reads one X.509 certificate (RFC 5280) in DER; undefined when `der` is anything else, or more than that. Equal
 * bytes give the same object. It refers to a copy of `der`, never to the memory that `der` is a part of.
 *
 * Not with Node's `X509Certificate`: it takes twice as long, keeps 5 KB outside the heap until a major garbage
 * collection that nothing hastens, and shows the extensions as text that would have to be taken apart again.
 */
export function parseCertificate(der: Uint8Array): Certificate | undefined {
  const fingerprintSha256 = hash('sha256', der, 'hex');
  const known = held.get(fingerprintSha256)?.deref();
  if (known !== undefined) return known;
  const certificate = read(viewOf(der), fingerprintSha256);
  if (certificate === undefined) return undefined;
  held.set(fingerprintSha256, new WeakRef(certificate));
  released.register(certificate, fingerprintSha256);
  return certificate;
}

function read(der: Buffer, fingerprintSha256: string): Certificate | undefined {
  const fields = certificateFields(der);
  const serialNumber = hexadecimalInteger(der, fields?.serialNumber);
  const issuer = distinguishedName(der, fields?.issuer);
  const subject = distinguishedName(der, fields?.subject);
  const [notBefore, notAfter] = (fields?.validity ?? []).map((time) => instantOf(der, time));
  const algorithm = keyAlgorithm(der, fields?.publicKey);
  const extensions = readExtensions(der, fields?.extensions);
  if (
    serialNumber === undefined ||
    issuer === undefined ||
    subject === undefined ||
    notBefore === undefined ||
    notAfter === undefined ||
    algorithm === undefined ||
    extensions === undefined
  ) {
    return undefined;
  }
  return {
    kind: 'certificate',
    subject: subject.text,
    issuer: issuer.text,
    ...(subject.commonName === undefined ? {} : { subjectCommonName: subject.commonName }),
    ...(issuer.commonName === undefined ? {} : { issuerCommonName: issuer.commonName }),
    serialNumber,
    fingerprintSha256,
    notBefore,
    notAfter,
    dnsNames: extensions.dnsNames,
    ipAddresses: extensions.ipAddresses,
    keyUsages: [...extensions.keyUsages, ...extensions.extendedKeyUsages],
    keyAlgorithm: algorithm,
    isCA: extensions.isCA,
    der: new Uint8Array(der),
  };
}

/** The octets of `subjectPublicKey` in SubjectPublicKeyInfo (RFC 5280 section 4.1): a view of `der`. */
export function subjectPublicKey({ der }: Certificate): Buffer | undefined {
  const bytes = viewOf(der);
  const [, publicKey] = childrenOf(bytes, certificateFields(bytes)?.publicKey) ?? [];
  return bitsOf(bytes, publicKey);
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
