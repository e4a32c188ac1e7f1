import type { CertificateStatus } from '../findings/thresholds.ts';
import { type Judgement, judgementOf } from './judgement.ts';
import { judgedCertificates, locatedProblems, type Report } from '../findings/report.ts';

/** As the monitoring plugins have it (https://www.monitoring-plugins.org/doc/guidelines.html): ok, warning, critical, unknown. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What came of a look at once, besides the report itself. */
export interface Circumstances {
  /** Host paths that were asked for by name: where one is missing, it may as well have been misspelt. */
  readonly asked: readonly string[];
  /** What sources could not look at, one line each. */
  readonly failures: readonly string[];
}

/** Which is worse, the worst first: to know of trouble is worse than not to know. */
const WORST_FIRST = [2, 1, 3, 0] as const satisfies readonly ExitCode[];

const OF_JUDGEMENT: Readonly<Record<Judgement, ExitCode>> = { critical: 2, warning: 1, unknown: 3, info: 0 };

const OF_STATUS: Readonly<Record<CertificateStatus, ExitCode>> = {
  ...OF_JUDGEMENT,
  ok: 0,
  expired: 2,
  not_yet_valid: 2,
};

/** The worst of everything that the report says; 3 where there is no certificate at all. */
export function exitCode(report: Report, { asked, failures }: Circumstances): ExitCode {
  const certificates = judgedCertificates(report);
  const isBlind = certificates.length === 0 || failures.length > 0 || locatedProblems(report).length > 0;
  const codes: ReadonlySet<ExitCode> = new Set([
    isBlind ? 3 : 0,
    ...certificates.map(({ status }) => OF_STATUS[status]),
    ...report.findings.map((finding) => OF_JUDGEMENT[judgementOf(finding, asked)]),
  ]);
  return WORST_FIRST.find((code) => codes.has(code)) ?? 0;
}
