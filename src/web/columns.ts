import type { KubeletAssessment } from '../findings/kubelet-restart.ts';
import type { CertificateStatus } from '../findings/thresholds.ts';
import { span } from '../findings/wording.ts';
import type { Instant, Location } from '../model.ts';
import type { JudgedCertificate, LocatedProblem } from '../findings/report.ts';
import type { SourceState } from '../store.ts';
import { type Markup, markup, NOTHING } from './markup.ts';
import { type Column, day } from './table.ts';

/** How good or bad something is; a class of the style sheet, which gives it its colour. */
export type Tone = 'critical' | 'warning' | 'info' | 'ok';

/** The worst first. */
export const STATUSES: Readonly<Record<CertificateStatus, { readonly title: string; readonly tone: Tone }>> =
  {
    expired: { title: 'expired', tone: 'critical' },
    not_yet_valid: { title: 'not yet valid', tone: 'critical' },
    critical: { title: 'critical', tone: 'critical' },
    warning: { title: 'warning', tone: 'warning' },
    info: { title: 'info', tone: 'info' },
    ok: { title: 'ok', tone: 'ok' },
  };

export const CERTIFICATE_COLUMNS: readonly Column<JudgedCertificate>[] = [
  { title: 'Status', cell: ({ status }) => badge(STATUSES[status].title, STATUSES[status].tone) },
  {
    title: 'Expires',
    wrap: 'nowhere',
    cell: ({ certificate: { notAfter } }, now) => lines(distance(notAfter, now), day(notAfter)),
  },
  {
    title: 'Location',
    cell: ({ holding: { location }, index }) =>
      index === 0 ? place(location) : lines(place(location), `certificate ${index + 1} of this place`),
  },
  {
    title: 'Subject',
    wrap: 'anywhere',
    cell: ({ certificate: { subject, subjectCommonName, issuer, issuerCommonName } }) =>
      lines(subjectCommonName ?? subject, `issued by ${issuerCommonName ?? issuer}`),
  },
  {
    title: 'For',
    wrap: 'nowhere',
    cell: ({ role, holding: { placement } }) =>
      lines(placement.component ?? '–', [role, placement.distribution ?? []].flat().join(', ')),
  },
  { title: 'Renewal', wrap: 'nowhere', cell: ({ renewal }) => markup`${renewal}` },
];

export const KUBELET_COLUMNS: readonly Column<KubeletAssessment>[] = [
  { title: 'Comes up', cell: ({ safe }) => (safe ? badge('yes', 'ok') : badge('no', 'critical')) },
  { title: 'Kubelet', cell: ({ location }) => place(location) },
  {
    title: 'Until',
    wrap: 'nowhere',
    cell: ({ safe, safeUntil }) => {
      if (!safe) return markup`–`;
      return safeUntil === undefined ? markup`no end` : day(safeUntil);
    },
  },
  { title: 'Why', wrap: 'anywhere', cell: ({ summary, nextStep = '' }) => lines(summary, nextStep) },
];

export const PROBLEM_COLUMNS: readonly Column<LocatedProblem>[] = [
  { title: 'Reason', wrap: 'nowhere', cell: ({ reason }) => markup`${reason}` },
  { title: 'Location', cell: ({ location }) => place(location) },
  { title: 'Problem', wrap: 'anywhere', cell: ({ message }) => markup`${message}` },
];

export const SOURCE_COLUMNS: readonly Column<SourceState>[] = [
  { title: 'State', cell: sourceBadge },
  { title: 'Source', cell: ({ name, node }) => markup`${name}${onNode(node)}` },
  { title: 'Places', cell: ({ locations }) => markup`${locations}` },
  {
    title: 'Last complete look',
    cell: ({ lastSuccess }, now) =>
      lastSuccess === undefined ? markup`none yet` : markup`${span(now - lastSuccess)} ago`,
  },
  {
    title: 'Errors since the start',
    cell: ({ errors }) => {
      const counted = [...errors].filter(([, count]) => count > 0);
      return markup`${counted.map(([reason, count]) => `${reason} ${count}`).join(', ') || 'none'}`;
    },
  },
];

export function badge(title: string, tone: Tone): Markup {
  return markup`<span class="badge ${tone}">${title}</span>`;
}

function sourceBadge({ up, lastSuccess }: SourceState): Markup {
  if (up) return badge('up', 'ok');
  return lastSuccess === undefined ? badge('first look', 'info') : badge('down', 'critical');
}

function place({ path, node }: Location): Markup {
  return markup`<code>${path}</code>${onNode(node)}`;
}

function onNode(node: string | undefined): Markup {
  return node === undefined ? NOTHING : markup`<span class="muted">on ${node}</span>`;
}

/** What matters, and below it, smaller, what else there is to say. */
function lines(first: string | Markup, second: string | Markup): Markup {
  return second === '' ? markup`${first}` : markup`${first}<span class="muted">${second}</span>`;
}

/** `in 36 days`, `3 days ago`. */
function distance(instant: Instant, now: Instant): string {
  return instant < now ? `${span(now - instant)} ago` : `in ${span(instant - now)}`;
}
