/** The shape that `check --output json` and `/api/v1/…` share. Keys that would be empty are absent; lists are always there. */
import type { CertificateStatus } from '../findings/thresholds.ts';
import {
  type AlertName,
  DAY,
  type DistributionName,
  type Finding,
  type Instant,
  type Location,
  type ProblemReason,
  type Renewal,
  type Role,
  type Severity,
  type SourceName,
} from '../model.ts';
import { rfc3339 } from '../notation/rfc3339.ts';
import {
  type JudgedCertificate,
  judgedCertificates,
  type LocatedProblem,
  locatedProblems,
  type Report,
} from '../findings/report.ts';

/** Instants are texts as RFC 3339 has them, in UTC. */
export interface ReportDocument {
  readonly at: string;
  readonly certificates: readonly CertificateDocument[];
  /** CertificateSigningRequests; this version reads none. */
  readonly signing_requests: readonly [];
  /** Bootstrap tokens; this version reads none. */
  readonly bootstrap_tokens: readonly [];
  readonly problems: readonly ProblemDocument[];
  readonly findings: readonly FindingDocument[];
}

export interface CertificateDocument {
  readonly location: string;
  /** Position among the certificates of that location. */
  readonly index: number;
  readonly source: SourceName;
  readonly node?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly distribution?: DistributionName;
  readonly component?: string;
  readonly role: Role;
  readonly renewal: Renewal;
  readonly subject?: string;
  readonly issuer?: string;
  readonly serial: string;
  readonly fingerprint_sha256: string;
  readonly not_before: string;
  readonly not_after: string;
  /** Fractional, to about a second; negative once expired. */
  readonly days_to_expiry: number;
  readonly status: CertificateStatus;
}

export interface ProblemDocument {
  readonly location: string;
  readonly node?: string;
  readonly reason: ProblemReason;
  readonly message: string;
}

export interface FindingDocument {
  readonly rule: string;
  readonly severity: Severity;
  readonly location: string;
  readonly node?: string;
  readonly summary: string;
  readonly next_step?: string;
  readonly runbook: AlertName;
}

export function reportDocument(report: Report): ReportDocument {
  return {
    at: rfc3339(report.at),
    certificates: judgedCertificates(report).map((judged) => certificateDocument(judged, report.at)),
    signing_requests: [],
    bootstrap_tokens: [],
    problems: locatedProblems(report).map(problemDocument),
    findings: report.findings.map(findingDocument),
  };
}

/** A document as text. Nothing of it controls a terminal: what JSON leaves as it is, is escaped as JSON allows. */
export function documentText(document: unknown): string {
  const text = JSON.stringify(document, undefined, 2);
  const harmless = text.replaceAll(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  );
  return `${harmless}\n`;
}

function escaped(codeUnit: number): string {
  return `\\u${codeUnit.toString(16).padStart(4, '0')}`;
}

function certificateDocument(
  { holding: { location, placement }, certificate, index, role, renewal, status }: JudgedCertificate,
  at: Instant,
): CertificateDocument {
  const { subject, issuer } = certificate;
  const { distribution, component } = placement;
  return {
    location: location.path,
    index,
    ...placeDocument(location),
    ...(distribution !== undefined && { distribution }),
    ...(component !== undefined && { component }),
    role,
    renewal,
    ...(subject !== '' && { subject }),
    ...(issuer !== '' && { issuer }),
    serial: certificate.serialNumber,
    fingerprint_sha256: certificate.fingerprintSha256,
    not_before: rfc3339(certificate.notBefore),
    not_after: rfc3339(certificate.notAfter),
    days_to_expiry: Number(((certificate.notAfter - at) / DAY).toFixed(5)),
    status,
  };
}

function placeDocument({ source, node, namespace, name }: Location) {
  return {
    source,
    ...(node !== undefined && { node }),
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  };
}

function whereabouts({ path, node }: Location): { readonly location: string; readonly node?: string } {
  return { location: path, ...(node !== undefined && { node }) };
}

function problemDocument({ location, reason, message }: LocatedProblem): ProblemDocument {
  return { ...whereabouts(location), reason, message };
}

function findingDocument({ rule, severity, location, summary, nextStep, runbook }: Finding): FindingDocument {
  return {
    rule,
    severity,
    ...whereabouts(location),
    summary,
    ...(nextStep !== undefined && { next_step: nextStep }),
    runbook,
  };
}
