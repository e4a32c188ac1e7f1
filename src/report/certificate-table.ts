/** The table of certificates: grouped by folder, so that it fits however long the paths are. */
import type { CertificateStatus } from '../findings/thresholds.ts';
import { folderOf, shortNames } from '../location.ts';
import type { Instant } from '../model.ts';
import { columns, cutMiddle, padEnd, padStart, printable } from '../terminal-text.ts';
import type { Paint, Tone } from './paint.ts';
import type { JudgedCertificate } from '../findings/report.ts';
import { type Row, rowsOf } from './rows.ts';
import { minutes, residual } from './wording.ts';

const STATUSES: Readonly<Record<CertificateStatus, { readonly word: string; readonly tone: Tone }>> = {
  ok: { word: 'ok', tone: 'good' },
  info: { word: 'info', tone: 'info' },
  warning: { word: 'warning', tone: 'warning' },
  critical: { word: 'critical', tone: 'critical' },
  expired: { word: 'expired', tone: 'critical' },
  not_yet_valid: { word: 'not yet valid', tone: 'critical' },
};

/** A column after the first; its width is that of what it holds. */
interface Column {
  readonly heading: string;
  readonly align: (text: string, width: number) => string;
  readonly cell: (judged: JudgedCertificate, at: Instant) => string;
  readonly tone?: (judged: JudgedCertificate) => Tone;
}

const COLUMNS: readonly Column[] = [
  { heading: 'ROLE', align: padEnd, cell: ({ role }) => role },
  { heading: 'EXPIRES (UTC)', align: padEnd, cell: ({ certificate }) => minutes(certificate.notAfter) },
  {
    heading: 'RESIDUAL',
    align: padStart,
    cell: ({ certificate }, at) => residual(certificate.notAfter - at),
  },
  { heading: 'RENEWAL', align: padEnd, cell: ({ renewal }) => renewal },
  {
    heading: 'STATUS',
    align: padEnd,
    cell: ({ status }) => STATUSES[status].word,
    tone: ({ status }) => STATUSES[status].tone,
  },
];

const INDENT = '  ';
const GAP = '  ';
const FIRST_HEADING = 'FILE';

/**
 * Two lines for each certificate that has a row: the row, and below it for whom it is and who issued it.
 * @param width columns that no line exceeds
 */
export function certificateTable(
  certificates: readonly JudgedCertificate[],
  at: Instant,
  width: number,
  paint: Paint,
): readonly string[] {
  const rows = rowsOf(certificates);
  const name = fileNames(rows);
  const widths = COLUMNS.map(({ heading, cell }) => widest(heading, rows, (judged) => cell(judged, at)));
  const taken = INDENT.length + widths.reduce((sum, columnWidth) => sum + GAP.length + columnWidth, 0);
  const nameWidth = Math.min(widest(FIRST_HEADING, rows, name), width - taken);

  const line = (first: string, cells: readonly string[]): string =>
    [INDENT + padEnd(cutMiddle(first, nameWidth), nameWidth), ...cells].join(GAP).trimEnd();
  const row = (judged: JudgedCertificate): string =>
    line(
      name(judged),
      COLUMNS.map(({ align, cell, tone }, at_) => {
        const text = align(cell(judged, at), widths[at_] ?? 0);
        return tone === undefined ? text : paint(tone(judged), text.trimEnd());
      }),
    );

  const heading = line(
    FIRST_HEADING,
    COLUMNS.map(({ heading: text, align }, at_) => align(text, widths[at_] ?? 0)),
  );
  const groups = Map.groupBy(rows, folderHeading(rows));
  return [
    paint('heading', heading),
    ...[...groups].flatMap(([folder, members]) => [
      '',
      paint('heading', cutMiddle(folder, width)),
      ...members.flatMap((judged) => [
        row(judged),
        paint('detail', INDENT + INDENT + cutMiddle(identity(judged), width - 2 * INDENT.length)),
      ]),
    ]),
  ];
}

function widest(
  heading: string,
  certificates: readonly JudgedCertificate[],
  cell: (judged: JudgedCertificate) => string,
): number {
  return certificates.reduce((width, judged) => Math.max(width, columns(cell(judged))), heading.length);
}

/** `/etc/kubernetes/pki (kubeadm)`, and on which node, where there are several. */
function folderHeading(certificates: readonly JudgedCertificate[]): (judged: JudgedCertificate) => string {
  const nodes = new Set(certificates.map(({ holding }) => holding.location.node));
  return ({ holding: { location, placement } }) => {
    const distribution = placement.distribution === undefined ? '' : ` (${placement.distribution})`;
    const node = nodes.size > 1 && location.node !== undefined ? ` on ${location.node}` : '';
    return printable(folderOf(location.path)) + node + distribution;
  };
}

/** `kube-apiserver, issued by kubernetes, with its chain`. */
function identity({ certificate, hasChain }: Row): string {
  const { subject, subjectCommonName, issuer, issuerCommonName, isCA } = certificate;
  const whom = printable(subjectCommonName ?? subject) || 'no name';
  // A leaf may well bear the name of its CA: etcd's often do.
  const by =
    isCA && subject === issuer
      ? 'self-signed'
      : `issued by ${printable(issuerCommonName ?? issuer) || 'no name'}`;
  return [whom, by, ...(hasChain ? ['with its chain'] : [])].join(', ');
}

/** The name of a certificate under its folder's heading: its location's, with ` [1]` for the second one in that file. */
function fileNames(certificates: readonly JudgedCertificate[]): (judged: JudgedCertificate) => string {
  const shortName = shortNames(certificates.map(({ holding }) => holding.location.path));
  return ({ holding: { location }, index }) => {
    const name = shortName(location.path);
    return printable(index === 0 ? name : `${name} [${index}]`);
  };
}
