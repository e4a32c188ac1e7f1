import { hash } from 'node:crypto';

import { compact } from '../compact.ts';
import type { Certificate } from '../model.ts';
import { certificateFields } from './certificate-fields.ts';
import { bitsOf, childrenOf, hexadecimalInteger } from './der.ts';
import { distinguishedName } from './distinguished-name.ts';
import { readExtensions } from './extensions.ts';
import { Alike, keptBytes } from './kept.ts';
import { keyAlgorithm } from './key-algorithm.ts';
import { instantOf } from './time.ts';

/**
 * Every certificate that somebody still holds, by fingerprint: one that is found in ten places is parsed once
 * and kept once. A certificate that nobody holds any more is free to go.
 */
const held = new Map<string, WeakRef<Certificate>>();

/** So many entries of `held` may there be before those are dropped whose certificate is gone. */
let mostHeld = 1000;

const texts = new Alike<string>();
const lists = new Alike<readonly string[]>();

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
  hold(certificate);
  return certificate;
}

/** A FinalizationRegistry would tell of each one that is gone, at 70 bytes for each one that is not. */
function hold(certificate: Certificate): void {
  if (held.size >= mostHeld) {
    for (const [fingerprint, reference] of held) {
      if (reference.deref() === undefined) held.delete(fingerprint);
    }
    mostHeld = Math.max(mostHeld, 2 * held.size);
  }
  held.set(certificate.fingerprintSha256, new WeakRef(certificate));
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
  const { commonName: issuerCommonName } = issuer;
  const keyUsages = [...extensions.keyUsages, ...extensions.extendedKeyUsages];
  return {
    kind: 'certificate',
    subject: subject.text,
    issuer: texts.of(issuer.text, issuer.text),
    ...(subject.commonName === undefined ? {} : { subjectCommonName: subject.commonName }),
    ...(issuerCommonName === undefined
      ? {}
      : { issuerCommonName: texts.of(issuerCommonName, issuerCommonName) }),
    serialNumber,
    fingerprintSha256,
    notBefore,
    notAfter,
    dnsNames: compact(extensions.dnsNames),
    ipAddresses: compact(extensions.ipAddresses),
    keyUsages: lists.of(keyUsages.join(), compact(keyUsages)),
    keyAlgorithm: texts.of(algorithm, algorithm),
    isCA: extensions.isCA,
    der: keptBytes(der),
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
