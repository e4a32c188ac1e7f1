/** CertificateSigningRequests as a test makes and decides them (certificates.k8s.io/v1). */
import { webcrypto } from 'node:crypto';
import '../../src/demo/reflect.ts';
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';
import type { ApiClient, ApiObject } from './api-client.ts';

const COLLECTION = '/apis/certificates.k8s.io/v1/certificatesigningrequests';

export interface SigningRequestOptions {
  readonly name: string;
  /** `kubernetes.io/kube-apiserver-client` */
  readonly signerName: string;
  /** In the words of the API: `client auth`. */
  readonly usages: readonly string[];
  readonly commonName: string;
  readonly organization?: string;
  readonly dnsNames?: readonly string[];
  /** Seconds, 600 at least; the signer's own choice by default. */
  readonly expirationSeconds?: number;
}

/** What a test reads of one. */
export interface SigningRequestObject extends ApiObject {
  readonly spec: { readonly username: string; readonly signerName: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
    /** Base64 of PEM. */
    readonly certificate?: string;
  };
}

/** Asks for a certificate, as whoever the client is. */
export async function createSigningRequest(
  client: ApiClient,
  { name, signerName, usages, expirationSeconds, ...subject }: SigningRequestOptions,
): Promise<SigningRequestObject> {
  return client.create(COLLECTION, {
    metadata: { name },
    spec: {
      request: Buffer.from(await pkcs10(subject)).toString('base64'),
      signerName,
      usages,
      ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
    },
  });
}

/** A new key's request (RFC 2986) as PEM; the organization first, as Go's `pkix.Name` orders them. */
async function pkcs10({
  commonName,
  organization,
  dnsNames = [],
}: Pick<SigningRequestOptions, 'commonName' | 'organization' | 'dnsNames'>): Promise<string> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const names = dnsNames.map((value) => ({ type: 'dns' as const, value }));
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [...(organization === undefined ? [] : [{ O: [organization] }]), { CN: [commonName] }],
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : [],
  });
  return request.toString('pem');
}

/** Says yes or no to one, as `kubectl certificate approve` or `deny` does. */
export async function decideSigningRequest(
  client: ApiClient,
  name: string,
  type: 'Approved' | 'Denied',
): Promise<void> {
  const request = await client.get<SigningRequestObject>(`${COLLECTION}/${name}`);
  const condition = { type, status: 'True', reason: 'Test', message: 'decided by a test' };
  const conditions = [...(request.status.conditions ?? []), condition];
  await client.update(`${COLLECTION}/${name}/approval`, {
    ...request,
    status: { ...request.status, conditions },
  });
}

/** Waits until one is issued. @returns the certificate as PEM */
export async function issuedCertificate(client: ApiClient, name: string): Promise<string> {
  const { status } = await client.until<SigningRequestObject>(
    COLLECTION,
    name,
    (request) => request.status.certificate !== undefined,
  );
  return Buffer.from(status.certificate ?? '', 'base64').toString();
}
