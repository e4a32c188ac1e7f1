import {
  bitsOf,
  childrenOf,
  contextTag,
  type Element,
  elementAt,
  objectIdentifier,
  TAG,
  withTags,
} from './der.ts';

/** The parts of a TBSCertificate that are read. */
export interface CertificateFields {
  readonly serialNumber: Element;
  readonly issuer: Element;
  /** notBefore and notAfter. */
  readonly validity: readonly Element[];
  readonly subject: Element;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Element;
  /** The context-specific field with the extensions in it; absent before version 3. */
  readonly extensions: Element | undefined;
}

const { SEQUENCE, INTEGER, BIT_STRING } = TAG;
const REQUIRED = [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE] as const;

const VERSION = contextTag(0, 'constructed');
const ISSUER_UNIQUE_ID = contextTag(1, 'primitive');
const SUBJECT_UNIQUE_ID = contextTag(2, 'primitive');
const EXTENSIONS = contextTag(3, 'constructed');

/** Takes a Certificate apart by the order and the tags that RFC 5280 section 4.1 gives. */
export function certificateFields(der: Buffer): CertificateFields | undefined {
  const certificate = elementAt(der, 0);
  if (certificate?.end !== der.length) return undefined;
  const parts = withTags(childrenOf(der, certificate), [SEQUENCE, SEQUENCE, BIT_STRING]);
  if (parts === undefined) return undefined;
  const [toBeSigned, signatureAlgorithm, signature] = parts;
  if (!isAlgorithm(der, signatureAlgorithm) || bitsOf(der, signature) === undefined) return undefined;
  return toBeSignedFields(der, toBeSigned);
}

function toBeSignedFields(der: Buffer, toBeSigned: Element): CertificateFields | undefined {
  const all = childrenOf(der, toBeSigned) ?? [];
  const isVersioned = all[0]?.tag === VERSION;
  if (isVersioned && withTags(childrenOf(der, all[0], VERSION), [INTEGER]) === undefined) return undefined;
  const fields = isVersioned ? all.slice(1) : all;
  const required = withTags(fields.slice(0, REQUIRED.length), REQUIRED);
  const optional = fields.slice(REQUIRED.length);
  if (required === undefined || !areOptionalFields(optional)) return undefined;
  const [serialNumber, signature, issuer, period, subject, publicKey] = required;
  const validity = childrenOf(der, period);
  if (!isAlgorithm(der, signature) || validity?.length !== 2) return undefined;
  const extensions = optional.find(({ tag }) => tag === EXTENSIONS);
  return { serialNumber, issuer, validity, subject, publicKey, extensions };
}

/** Each at most once and in this order. */
function areOptionalFields(fields: readonly Element[]): boolean {
  const tags = fields.map(({ tag }) => tag);
  return (
    [ISSUER_UNIQUE_ID, SUBJECT_UNIQUE_ID, EXTENSIONS].filter((tag) => tags.includes(tag)).join() ===
    tags.join()
  );
}

/** An AlgorithmIdentifier, whatever its parameters. */
function isAlgorithm(der: Buffer, element: Element): boolean {
  const [identifier] = childrenOf(der, element) ?? [];
  return objectIdentifier(der, identifier) !== undefined;
}
