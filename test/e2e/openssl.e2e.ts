/** openssl reads the same certificates. It has to be installed, of OpenSSL 3, whose words the comparison knows. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { before, describe, it } from 'node:test';

import { createAuthority } from '../../src/demo/authority.ts';
import { parseCertificate } from '../../src/formats/certificate.ts';
import type { Certificate } from '../../src/model.ts';
import { validDays } from '../certificates.ts';
import { ODD_CERTIFICATES } from '../formats/odd-certificates.ts';

/** OpenSSL's names of key usages, in the words of certificates.k8s.io/v1. */
const KEY_USAGES: Record<string, string> = {
  'Digital Signature': 'digital signature',
  'Non Repudiation': 'content commitment',
  'Key Encipherment': 'key encipherment',
  'Data Encipherment': 'data encipherment',
  'Key Agreement': 'key agreement',
  'Certificate Sign': 'cert sign',
  'CRL Sign': 'crl sign',
  'Encipher Only': 'encipher only',
  'Decipher Only': 'decipher only',
  'TLS Web Server Authentication': 'server auth',
  'TLS Web Client Authentication': 'client auth',
  'Any Extended Key Usage': 'any',
};

const ARGUMENTS =
  'x509 -inform der -noout -serial -fingerprint -sha256 -subject -issuer -nameopt RFC2253,-esc_msb -dates -dateopt iso_8601 -ext keyUsage,extendedKeyUsage,subjectAltName,basicConstraints';

/** What both tell of a certificate, in our words. */
type Told = Pick<
  Certificate,
  | 'serialNumber'
  | 'fingerprintSha256'
  | 'subject'
  | 'issuer'
  | 'keyUsages'
  | 'dnsNames'
  | 'ipAddresses'
  | 'isCA'
> & { readonly notBefore: string; readonly notAfter: string };

describe('what is said of a certificate, and what openssl says', { concurrency: true }, () => {
  before(() => {
    const { error, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
    assert.equal(error, undefined, 'openssl is not installed: apt-get install openssl');
    assert.match(stdout, /^OpenSSL 3\./, 'another openssl is installed: OpenSSL 3 is needed');
  });

  for (const { title, der } of ODD_CERTIFICATES) {
    it(`is the same for ${title}`, async () => {
      assert.deepEqual(ours(der), await openssls(der));
    });
  }

  for (const keyAlgorithm of ['ECDSA-P-256', 'RSA-2048'] as const) {
    it(`is the same for a CA and a leaf with ${keyAlgorithm} keys`, async () => {
      const ca = await createAuthority({ commonName: 'etcd-ca', keyAlgorithm, ...validDays(-1, 3649) });
      const leaf = await ca.issue({
        commonName: 'cp-1',
        organization: ['system:nodes', 'system:masters'],
        role: 'peer',
        dnsNames: ['cp-1', 'localhost'],
        ipAddresses: ['10.0.0.11', '2001:db8::a:0:0:1', '::'],
        keyAlgorithm,
        ...validDays(-1, 364),
      });
      for (const { certificateDer } of [ca, leaf]) {
        assert.deepEqual(ours(certificateDer), await openssls(certificateDer));
      }
    });
  }
});

function ours(der: Uint8Array): Told {
  const certificate = parseCertificate(der);
  assert.ok(certificate);
  const { serialNumber, fingerprintSha256, subject, issuer, keyUsages, dnsNames, ipAddresses, isCA } =
    certificate;
  const [notBefore, notAfter] = [certificate.notBefore, certificate.notAfter].map((instant) =>
    new Date(instant).toISOString(),
  );
  return {
    serialNumber,
    fingerprintSha256,
    subject,
    issuer,
    keyUsages,
    dnsNames,
    ipAddresses,
    isCA,
    notBefore: notBefore ?? '',
    notAfter: notAfter ?? '',
  };
}

async function openssls(der: Uint8Array): Promise<Told> {
  const text = await openssl(ARGUMENTS.split(' '), der);
  const field = (label: string): string => new RegExp(`^${label}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  const values = (title: string): string[] =>
    new RegExp(`^X509v3 ${title}:.*\n +(.*)$`, 'm').exec(text)?.[1]?.split(', ') ?? [];
  const names = values('Subject Alternative Name');
  const startingWith = (prefix: string): string[] =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return {
    serialNumber: field('serial'),
    fingerprintSha256: field('sha256 Fingerprint').replaceAll(':', '').toLowerCase(),
    subject: field('subject'),
    issuer: field('issuer'),
    notBefore: isoInstant(field('notBefore')),
    notAfter: isoInstant(field('notAfter')),
    keyUsages: [...values('Key Usage'), ...values('Extended Key Usage')].map(
      (usage) => KEY_USAGES[usage] ?? usage,
    ),
    dnsNames: startingWith('DNS:'),
    ipAddresses: startingWith('IP Address:').map(canonicalAddress),
    isCA: values('Basic Constraints').includes('CA:TRUE'),
  };
}

/** OpenSSL writes `2026-06-01 00:00:00Z`. */
function isoInstant(text: string): string {
  return text.replace(' ', 'T').replace('Z', '.000Z');
}

/** OpenSSL writes all eight groups; the URL standard shortens them as RFC 5952 does. */
function canonicalAddress(text: string): string {
  return text.includes(':') ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}

async function openssl(args: readonly string[], input: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('openssl', args, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
    child.stdin?.end(input);
  });
}
