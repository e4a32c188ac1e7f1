/** What `check` prints for a person. */
import { assessKubelets } from '../findings/kubelet-restart.ts';
import { date, span } from '../findings/wording.ts';
import type { Instant } from '../model.ts';
import { cutMiddle, printable, wrap } from '../terminal-text.ts';
import { certificateTable } from './certificate-table.ts';
import { type Circumstances, type ExitCode, exitCode } from './exit-code.ts';
import { JUDGEMENTS } from './judgement.ts';
import type { Paint, Tone } from './paint.ts';
import { type Remark, remarkLines, remarksOf } from './remarks.ts';
import { type JudgedCertificate, judgedCertificates, type Report } from '../findings/report.ts';
import { count, minutes } from './wording.ts';

/** Columns that no line exceeds. */
const WIDTH = 100;

/** The words of the monitoring plugins. */
const VERDICTS: Readonly<Record<ExitCode, { readonly word: string; readonly tone: Tone }>> = {
  0: { word: 'OK', tone: 'good' },
  1: { word: 'WARNING', tone: 'warning' },
  2: { word: 'CRITICAL', tone: 'critical' },
  3: { word: 'UNKNOWN', tone: 'warning' },
};

/** What only the heading tells. */
export interface Heading {
  /** Whose certificates they are; absent where nobody said. */
  readonly node?: string;
  /** Whether the moment of the report is not now, but one that was asked about. */
  readonly isAssumed: boolean;
}

/**
 * The report as lines of at most 100 columns: the verdict first, for monitoring systems that show one line; then
 * the certificates, and what to do; a summary last, for a person who has just seen all that pass by.
 */
export function reportTable(
  report: Report,
  circumstances: Circumstances,
  heading: Heading,
  paint: Paint,
): string {
  const certificates = judgedCertificates(report);
  const remarks = remarksOf(report, circumstances);
  const { word, tone } = VERDICTS[exitCode(report, circumstances)];
  const [headline = '', ...more] = wrap(`${word}: ${subject(report, heading)}: ${counts(remarks)}`, WIDTH);
  const sections = [
    [paint(tone, word) + headline.slice(word.length), ...more],
    certificates.length === 0
      ? wrap(nothingFound(circumstances), WIDTH)
      : certificateTable(certificates, report.at, WIDTH, paint),
    kubeletLines(report),
    remarkLines(remarks, WIDTH, paint),
    certificates.length === 0 ? [] : wrap(summary(report, certificates, remarks), WIDTH),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** Of each kubelet that would come up if it were restarted, until when; of the others the findings tell. */
function kubeletLines({ snapshot, at }: Report): readonly string[] {
  return assessKubelets(snapshot, at)
    .filter(({ safe }) => safe)
    .flatMap(({ summary: says, safeUntil }) =>
      wrap(safeUntil === undefined ? says : `${says}, until ${date(safeUntil)}`, WIDTH),
    );
}

/** `cp-1 as of 2026-06-01 00:00 UTC`. */
function subject({ at }: Report, { node, isAssumed }: Heading): string {
  const where = node === undefined ? 'this host' : cutMiddle(printable(node), 32);
  return `${where} as of ${minutes(at)} UTC${isAssumed ? ' (assumed date)' : ''}`;
}

/** `1 critical, 2 warnings`. */
function counts(remarks: readonly Remark[]): string {
  const parts = JUDGEMENTS.flatMap((judgement) => {
    const alike = remarks.filter((remark) => remark.judgement === judgement);
    const number = alike.reduce((sum, remark) => sum + remark.number, 0);
    if (number === 0) return [];
    return judgement === 'warning' ? count(number, judgement) : `${number} ${judgement}`;
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** `34 certificates (1 expired), 1 critical, 2 warnings; next to expire: /etc/kubernetes/pki/apiserver.crt in 12 days`. */
function summary(
  { at }: Report,
  certificates: readonly JudgedCertificate[],
  remarks: readonly Remark[],
): string {
  const next = nextToExpire(certificates, at);
  const expires =
    next === undefined
      ? 'all have expired'
      : `next to expire: ${printable(next.holding.location.path)} in ${span(next.certificate.notAfter - at)}`;
  const expired = certificates.filter(({ certificate }) => certificate.notAfter < at).length;
  const number =
    count(certificates.length, 'certificate') +
    (expired === 0 || next === undefined ? '' : ` (${expired} expired)`);
  return `${number}, ${counts(remarks)}; ${expires}`;
}

function nextToExpire(
  certificates: readonly JudgedCertificate[],
  at: Instant,
): JudgedCertificate | undefined {
  return certificates
    .filter(({ certificate }) => certificate.notAfter >= at)
    .reduce<JudgedCertificate | undefined>(
      (first, judged) =>
        first === undefined || judged.certificate.notAfter < first.certificate.notAfter ? judged : first,
      undefined,
    );
}

function nothingFound({ asked }: Circumstances): string {
  return asked.length > 0
    ? `No certificate was found at ${asked.map(printable).join(', ')}.`
    : 'No certificate was found where a known distribution keeps them. Name files or folders as PATHs, or say with ' +
        "--host-root where the host's root folder is mounted.";
}
