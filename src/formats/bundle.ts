import type { Certificate, Problem, ProblemReason } from '../model.ts';
import { parseCertificate } from './certificate.ts';
import { elementAt, TAG } from './der.ts';
import { malformed } from './faults.ts';
import { type PemBlock, pemBlocks } from './pem.ts';
import { isPrivateKeyLabel, keyMatches, wipe } from './private-key.ts';
import { isBlank } from './text.ts';

/** What was found in bytes that should hold certificates. Nothing in it refers to the bytes themselves. */
export interface Parsed {
  /** In the order in which they stand; broken ones are left out. */
  readonly contents: readonly Certificate[];
  readonly problems: readonly Problem[];
  /** Labels of the sound PEM blocks that are no certificates: `RSA PRIVATE KEY`, `DH PARAMETERS`. */
  readonly other: readonly string[];
}

/** What stands beside the certificates. */
export interface Beside {
  /** The private key of the first certificate, in PEM or DER; the caller's to wipe. */
  readonly key?: Uint8Array;
}

type SoundBlock = Extract<PemBlock, { outcome: 'sound' }>;

/** What OpenSSL writes when trust settings follow the certificate. */
const TRUSTED_CERTIFICATE = 'TRUSTED CERTIFICATE';

/** RFC 7468 section 5, and what older programs write. */
const CERTIFICATE_LABELS: ReadonlySet<string> = new Set([
  'CERTIFICATE',
  'X509 CERTIFICATE',
  TRUSTED_CERTIFICATE,
]);

/**
 * Reads what a certificate file holds: PEM, perhaps with a private key among the certificates, or one certificate
 * in DER, whatever the file is called. Problems are `empty`, `malformed` and `key_mismatch`. Sound PEM blocks
 * without a certificate among them give neither contents nor problems: `other` tells what is there instead.
 */
export function parseBundle(bytes: Buffer, { key }: Beside = {}): Parsed {
  if (isBlank(bytes)) return nothingBut('empty', 'empty; a certificate should be here');
  const parsed = bytes[0] === TAG.SEQUENCE ? parseDer(bytes) : parsePem(bytes);
  // Where a block is broken it may have been the first certificate, to which the key belongs.
  if (parsed.problems.length > 0) return parsed;
  const problems = [
    ...(parsed.other.some(isPrivateKeyLabel) ? keyProblems(parsed.contents, bytes, 'in it') : []),
    ...(key === undefined ? [] : keyProblems(parsed.contents, key, 'beside it')),
  ];
  return { ...parsed, problems };
}

export function nothingBut(reason: ProblemReason, message: string): Parsed {
  return { contents: [], problems: [{ reason, message }], other: [] };
}

function parseDer(bytes: Buffer): Parsed {
  const certificate = parseCertificate(bytes);
  return certificate === undefined ? parsePem(bytes) : { contents: [certificate], problems: [], other: [] };
}

function parsePem(bytes: Buffer): Parsed {
  const blocks = pemBlocks(bytes);
  if (blocks.length === 0) return nothingBut('malformed', 'neither PEM nor a certificate in DER');
  const contents: Certificate[] = [];
  const faults: string[] = [];
  const other: string[] = [];
  for (const block of blocks) {
    if (block.outcome === 'broken') {
      faults.push(`PEM block ${block.number} ${block.fault}`);
      continue;
    }
    if (CERTIFICATE_LABELS.has(block.label)) {
      const certificate = parseCertificate(withoutTrustSettings(block));
      if (certificate === undefined) faults.push(`PEM block ${block.number} holds no X.509 certificate`);
      else contents.push(certificate);
    } else {
      other.push(block.label);
    }
    // Whatever it was called, it may be a private key.
    wipe(block.content);
  }
  return { contents, problems: malformed(faults), other };
}

function withoutTrustSettings({ label, content }: SoundBlock): Buffer {
  const certificate = label === TRUSTED_CERTIFICATE ? elementAt(content, 0) : undefined;
  return content.subarray(0, certificate?.end);
}

function keyProblems(
  certificates: readonly Certificate[],
  key: Uint8Array,
  where: string,
): readonly Problem[] {
  const [first, ...others] = certificates;
  if (first === undefined || keyMatches(first, key) !== 'mismatch') return [];
  const owner = others.findIndex((certificate) => keyMatches(certificate, key) === 'match');
  const message =
    owner === -1
      ? `the private key ${where} does not belong to the first certificate`
      : `the private key ${where} belongs to certificate ${owner + 2}, not to the first; the leaf has to come first`;
  return [{ reason: 'key_mismatch', message }];
}
