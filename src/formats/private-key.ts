import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

import type { Certificate } from '../model.ts';
import { subjectPublicKey } from './certificate.ts';
import { childrenOf, contentOf, elementAt, TAG } from './der.ts';
import { pemBlocks } from './pem.ts';

/** Whether a private key belongs to a certificate; `unknown` where the key is encrypted or cannot be read. */
export type KeyMatch = 'match' | 'mismatch' | 'unknown';

/**
 * Overwrites what held a private key. Wipe the bytes of a file as soon as it is parsed: nothing that a parser
 * here gives back refers to them. A JavaScript string cannot be wiped, which is why keys are kept out of strings
 * wherever the format allows it; only kubeconfig and dynamic-cert.json, being YAML and JSON, do not.
 */
export function wipe(bytes: Uint8Array): void {
  bytes.fill(0);
}

/** Labels of private keys: RFC 7468 sections 10 and 11, and those that OpenSSL wrote before PKCS#8. */
const PRIVATE_KEY_LABEL = /^(?:(?:ENCRYPTED|RSA|EC) )?PRIVATE KEY$/;

export function isPrivateKeyLabel(label: string): boolean {
  return PRIVATE_KEY_LABEL.test(label);
}

/**
 * Compares a certificate with a private key: PKCS#1, SEC1 or PKCS#8, in PEM (perhaps among other blocks) or DER.
 * Of several keys one that belongs to it is enough. Nothing of the key stays reachable; `key` is the caller's to
 * wipe.
 */
export function keyMatches(certificate: Certificate, key: Uint8Array): KeyMatch {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  const blocks = pemBlocks(bytes).filter((block) => block.outcome === 'sound');
  if (blocks.length === 0) return derKeyMatches(certificate, bytes);
  const keys = blocks.filter((block) => isPrivateKeyLabel(block.label) && !block.encrypted);
  const matches = new Set(keys.map((block) => derKeyMatches(certificate, block.content)));
  for (const block of blocks) wipe(block.content);
  if (matches.has('match')) return 'match';
  return matches.has('mismatch') ? 'mismatch' : 'unknown';
}

/**
 * A private key repeats the public one word for word: RSA its modulus and exponent (RFC 8017 appendix A.1.2),
 * elliptic curves the point (RFC 5915), and PKCS#8 wraps either. Found there, it is a match, and no second copy of
 * the key comes into being. OpenSSL decides where it is not found, or left out.
 */
function derKeyMatches(certificate: Certificate, key: Buffer): KeyMatch {
  const publicNumbers = publicNumbersOf(certificate);
  if (publicNumbers !== undefined && hasVersion(key) && key.includes(publicNumbers)) return 'match';
  const privateKey = readPrivateKey(key);
  return privateKey === undefined ? 'unknown' : opensslMatch(certificate, privateKey);
}

/** All three forms begin with a version of one octet, and what else a public key may stand in does not. */
function hasVersion(key: Buffer): boolean {
  const whole = elementAt(key, 0);
  const [version] = whole?.end === key.length ? (childrenOf(key, whole) ?? []) : [];
  return contentOf(key, version, TAG.INTEGER)?.length === 1;
}

/** Shorter public keys might be found in a private key that they do not belong to. */
const UNMISTAKABLE_LENGTH = 32;

function publicNumbersOf(certificate: Certificate): Buffer | undefined {
  const publicKey = subjectPublicKey(certificate);
  const rsa = publicKey && elementAt(publicKey, 0);
  const numbers = rsa?.tag === TAG.SEQUENCE ? publicKey?.subarray(rsa.content, rsa.end) : publicKey;
  return numbers !== undefined && numbers.length >= UNMISTAKABLE_LENGTH ? numbers : undefined;
}

/** Node's errors are not passed on: they may quote what they could not read. */
function readPrivateKey(der: Buffer): KeyObject | undefined {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: der, format: 'der', type });
    } catch {
      // Of another type, encrypted, or no key at all.
    }
  }
  return undefined;
}

function opensslMatch({ der }: Certificate, privateKey: KeyObject): KeyMatch {
  try {
    const x509 = new X509Certificate(der);
    // Throws where the certificate's key is of a kind that OpenSSL does not know: then nobody can tell.
    return x509.publicKey && x509.checkPrivateKey(privateKey) ? 'match' : 'mismatch';
  } catch {
    return 'unknown';
  }
}
