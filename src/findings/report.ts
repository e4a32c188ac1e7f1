import { certificatesOf } from './held.ts';
import { type CertificateStatus, status, type Thresholds } from './thresholds.ts';
import { byLocation, type Located } from '../location.ts';
import type {
  Certificate,
  Finding,
  Holding,
  Instant,
  ProblemReason,
  Renewal,
  Role,
  Snapshot,
} from '../model.ts';
import { effectiveRenewal, effectiveRole } from '../role.ts';

/** Everything that is known at one moment: what metrics, page, table, JSON and exit code are made from. */
export interface Report {
  /** The moment that everything is judged at. */
  readonly at: Instant;
  readonly snapshot: Snapshot;
  /** What the finding rules say of the snapshot at that moment. */
  readonly findings: readonly Finding[];
  /** Those that the findings were made with. */
  readonly thresholds: Thresholds;
}

/** A certificate at its place, and how it stands at the moment of the report. */
export interface JudgedCertificate {
  readonly holding: Holding;
  readonly certificate: Certificate;
  /** Position among the certificates of its location. */
  readonly index: number;
  readonly role: Role;
  readonly renewal: Renewal;
  readonly status: CertificateStatus;
}

/** All certificates, by location and node. */
export function judgedCertificates({ at, snapshot, thresholds }: Report): readonly JudgedCertificate[] {
  return snapshot.toSorted(byLocation).flatMap((holding) =>
    certificatesOf(holding).map((certificate, index) => ({
      holding,
      certificate,
      index,
      role: effectiveRole(certificate, holding.placement, index),
      renewal: effectiveRenewal(certificate, holding.placement, index),
      status: status(certificate, holding.placement, index, at, thresholds),
    })),
  );
}

/** Something wrong with a place. */
export interface LocatedProblem extends Located {
  readonly reason: ProblemReason;
  readonly message: string;
}

/** What looks saw and what rules deduced, each reason once per location; by location and node. */
export function locatedProblems({ snapshot, findings }: Report): readonly LocatedProblem[] {
  const seen = snapshot.flatMap(({ location, problems }) =>
    problems.map((problem) => ({ location, ...problem })),
  );
  const deduced = findings.flatMap(({ location, problem: reason, summary: message }) =>
    reason === undefined ? [] : [{ location, reason, message }],
  );
  const byPlace = Map.groupBy([...seen, ...deduced], ({ location: { path, node }, reason }) =>
    JSON.stringify([path, node, reason]),
  );
  return [...byPlace.values()].flatMap(([first]) => first ?? []).sort(byLocation);
}
