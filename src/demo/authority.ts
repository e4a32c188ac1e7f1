/** Mints the certificates of the sample clusters: what `kubeadm init`, a kubelet or k3s would have made. */

import { KeyObject, webcrypto } from 'node:crypto';

import './reflect.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

import type { Instant, Role } from '../model.ts';

/** In the words of `Certificate.keyAlgorithm`. kubeadm takes RSA-2048 by default; P-256 is made far faster. */
export type KeyAlgorithm = 'ECDSA-P-256' | 'RSA-2048';

interface Identity {
  readonly commonName: string;
  /** Several values share one relative distinguished name, as Go writes them. */
  readonly organization?: string | readonly string[];
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** Hexadecimal; a random one by default. */
  readonly serialNumber?: string;
}

/** A certificate to be asked of an authority. */
export interface LeafRequest extends Identity {
  readonly role: Extract<Role, 'server' | 'client' | 'peer'>;
  /** `ECDSA-P-256` by default. */
  readonly keyAlgorithm?: KeyAlgorithm;
  /** Certify this one's key again instead of a new key, as a renewal that keeps its key does. */
  readonly keyOf?: Minted;
}

/** A certificate authority to be made. */
export interface AuthorityRequest extends Identity {
  /** `ECDSA-P-256` by default. */
  readonly keyAlgorithm?: KeyAlgorithm;
}

/** A certificate and its private key. */
export interface Minted {
  readonly certificatePem: string;
  readonly certificateDer: Uint8Array;
  /** PKCS#1 of an RSA key, SEC1 of an ECDSA key, as kubeadm and the kubelet write them. */
  readonly privateKeyPem: string;
  /** The key pair in memory, to be certified again. */
  readonly keys: webcrypto.CryptoKeyPair;
}

/** A certificate that issues others. */
export interface Authority extends Minted {
  issue(request: LeafRequest): Promise<Minted>;
  intermediate(request: AuthorityRequest): Promise<Authority>;
}

type Name = Record<string, string[]>[];

interface Issuer {
  readonly name: Name;
  readonly keys: webcrypto.CryptoKeyPair;
}

const KEY_PARAMETERS = {
  'ECDSA-P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'RSA-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  },
} as const satisfies Record<KeyAlgorithm, unknown>;

const EXTENDED_KEY_USAGES = {
  server: [ExtendedKeyUsage.serverAuth],
  client: [ExtendedKeyUsage.clientAuth],
  peer: [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth],
} as const satisfies Record<LeafRequest['role'], unknown>;

/** As kubeadm sets them: `NewSignedCert` in its pkiutil, `NewSelfSignedCACert` in client-go (v1.36). */
const KEY_USAGES = {
  leaf: (KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment) as KeyUsageFlags,
  ca: (KeyUsageFlags.digitalSignature |
    KeyUsageFlags.keyEncipherment |
    KeyUsageFlags.keyCertSign) as KeyUsageFlags,
};

/** A root CA of its own. */
export async function createAuthority(request: AuthorityRequest): Promise<Authority> {
  const keys = await generateKeys(request.keyAlgorithm);
  return authority(request, keys, { name: nameOf(request), keys });
}

/** A leaf that is its own issuer, as a component makes for itself when it is given no certificate. */
export async function createSelfSigned(request: LeafRequest): Promise<Minted> {
  const keys = request.keyOf?.keys ?? (await generateKeys(request.keyAlgorithm));
  return mint(request, keys, { name: nameOf(request), keys }, leafExtensions(request));
}

async function authority(
  request: AuthorityRequest,
  keys: webcrypto.CryptoKeyPair,
  issuer: Issuer,
): Promise<Authority> {
  const minted = await mint(request, keys, issuer, [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KEY_USAGES.ca, true),
  ]);
  const self: Issuer = { name: nameOf(request), keys };
  return {
    ...minted,
    issue: async (leaf) =>
      mint(leaf, leaf.keyOf?.keys ?? (await generateKeys(leaf.keyAlgorithm)), self, leafExtensions(leaf)),
    intermediate: async (child) => authority(child, await generateKeys(child.keyAlgorithm), self),
  };
}

async function mint(
  identity: Identity,
  keys: webcrypto.CryptoKeyPair,
  issuer: Issuer,
  extensions: readonly Extension[],
): Promise<Minted> {
  const certificate = await X509CertificateGenerator.create({
    ...(identity.serialNumber === undefined ? {} : { serialNumber: identity.serialNumber }),
    subject: nameOf(identity),
    issuer: issuer.name,
    notBefore: new Date(identity.notBefore),
    notAfter: new Date(identity.notAfter),
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
      ...subjectAlternativeName(identity),
    ],
  });
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    certificateDer: new Uint8Array(certificate.rawData),
    privateKeyPem: privateKeyPem(keys.privateKey),
    keys,
  };
}

/** Organisation before common name, as Go's `pkix.Name` orders them. */
function nameOf({ organization = [], commonName }: Identity): Name {
  const organizations = [organization].flat();
  return [...(organizations.length > 0 ? [{ O: organizations }] : []), { CN: [commonName] }];
}

function leafExtensions({ role }: LeafRequest): Extension[] {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KEY_USAGES.leaf, true),
    new ExtendedKeyUsageExtension([...EXTENDED_KEY_USAGES[role]]),
  ];
}

function subjectAlternativeName({ dnsNames = [], ipAddresses = [] }: Identity): Extension[] {
  const names = [
    ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
    ...ipAddresses.map((value) => ({ type: 'ip' as const, value })),
  ];
  return names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : [];
}

async function generateKeys(algorithm: KeyAlgorithm = 'ECDSA-P-256'): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_PARAMETERS[algorithm], true, ['sign', 'verify']);
}

function privateKeyPem(privateKey: webcrypto.CryptoKey): string {
  const key = KeyObject.from(privateKey);
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  return key.export({ format: 'pem', type }).toString();
}
