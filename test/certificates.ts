/** What tests need beside `src/demo/authority.ts`: fixed instants, keys in other wrappings, certificates as data. */

import { createPrivateKey, hash } from 'node:crypto';

import type { Minted } from '../src/demo/authority.ts';
import { parseCertificate } from '../src/formats/certificate.ts';
import { type Certificate, DAY, type Instant } from '../src/model.ts';

/** The moment at which every test takes place. */
export const NOW: Instant = Date.UTC(2026, 5, 1);

export function days(count: number): number {
  return count * DAY;
}

/** Valid from and until so many days after NOW; negative ones lie in the past. */
export function validDays(from: number, until: number): { notBefore: Instant; notAfter: Instant } {
  return { notBefore: NOW + days(from), notAfter: NOW + days(until) };
}

/** What the program makes of a minted certificate. */
export function certificateOf({ certificateDer }: Minted): Certificate {
  const certificate = parseCertificate(certificateDer);
  if (certificate === undefined) throw new Error('the minted certificate cannot be parsed');
  return certificate;
}

/** The label `fingerprint_sha256` of a minted certificate, by way of none of the program's code. */
export function fingerprintOf({ certificateDer }: Minted): string {
  return hash('sha256', certificateDer, 'hex');
}

/** A certificate as data, for tests of what comes after parsing. It cannot be verified: its `der` is empty. */
export function sampleCertificate(changes: Partial<Certificate> = {}): Certificate {
  return {
    kind: 'certificate',
    subject: 'CN=kube-apiserver',
    issuer: 'CN=kubernetes',
    subjectCommonName: 'kube-apiserver',
    issuerCommonName: 'kubernetes',
    serialNumber: '1A2B',
    fingerprintSha256: '0'.repeat(64),
    ...validDays(-10, 355),
    dnsNames: [],
    ipAddresses: [],
    keyUsages: ['digital signature', 'key encipherment', 'server auth'],
    keyAlgorithm: 'ECDSA-P-256',
    isCA: false,
    der: new Uint8Array(),
    ...changes,
  };
}

/** The ways in which a private key is written down. PKCS#1 is for RSA keys, SEC1 for elliptic curves. */
export type KeyForm = 'pkcs1' | 'sec1' | 'pkcs8' | 'encrypted-pkcs8' | 'encrypted-legacy';

/** A minted certificate's private key as PEM in another form. */
export function privateKeyAs({ privateKeyPem }: Minted, form: KeyForm): string {
  const key = createPrivateKey(privateKeyPem);
  const traditional = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  const encryption = { cipher: 'aes-256-cbc', passphrase: 'correct horse' };
  const encoding = {
    pkcs1: { type: 'pkcs1' },
    sec1: { type: 'sec1' },
    pkcs8: { type: 'pkcs8' },
    'encrypted-pkcs8': { type: 'pkcs8', ...encryption },
    'encrypted-legacy': { type: traditional, ...encryption },
  } as const;
  return key.export({ format: 'pem', ...encoding[form] }).toString();
}
