import { type FindingGroup, groupFindings } from '../findings/finding-group.ts';
import type { Known } from '../metrics/subjects.ts';
import { type JudgedCertificate, judgedCertificates, locatedProblems } from '../findings/report.ts';
import { SEVERITIES } from '../findings/thresholds.ts';
import type { Finding } from '../model.ts';
import { count } from '../report/wording.ts';
import type { SourceState } from '../store.ts';
import {
  badge,
  CERTIFICATE_COLUMNS,
  KUBELET_COLUMNS,
  PROBLEM_COLUMNS,
  SOURCE_COLUMNS,
  STATUSES,
} from './columns.ts';
import { type Markup, markup, NOTHING } from './markup.ts';
import { STYLE } from './style.ts';
import { andMore, moment, MOST_ROWS, table } from './table.ts';

/** The most lines that are shown of what is told as one; a click shows the others. */
const MOST_DETAILS = 5;

/** One part of the page. */
interface Section {
  readonly title: string;
  readonly rows: readonly unknown[];
  readonly content: Markup;
}

/** The status page: what to do first, then every certificate by what expires first. It needs no script, and nothing from elsewhere. */
export function page(known: Known, version: string): string {
  const { at, findings, kubelets, sources } = known;
  const groups = groupFindings(findings, at);
  const problems = locatedProblems(known);
  const certificates = judgedCertificates(known).toSorted(
    (a, b) => a.certificate.notAfter - b.certificate.notAfter,
  );
  const sections: readonly Section[] = [
    { title: 'What to do', rows: groups, content: groupList(groups) },
    { title: 'Kubelets, if restarted now', rows: kubelets, content: table(KUBELET_COLUMNS, kubelets, at) },
    { title: 'Certificates', rows: certificates, content: table(CERTIFICATE_COLUMNS, certificates, at) },
    { title: 'Problems', rows: problems, content: table(PROBLEM_COLUMNS, problems, at) },
    { title: 'Sources', rows: sources, content: table(SOURCE_COLUMNS, sources, at) },
  ].filter(({ rows }) => rows.length > 0);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kubernetes certificates</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<header>
<h1>Kubernetes certificates</h1>
<p class="muted">as of ${moment(at)}</p>
${awaited(sources)}${tally(findings, certificates)}
<nav>${sections.map(({ title, rows }) => markup`<a href="#${anchor(title)}">${title} (${rows.length})</a> `)}</nav>
</header>
<main>
${sections.map(
  ({ title, content }) => markup`<h2 id="${anchor(title)}">${title}</h2>
${content}
`,
)}</main>
<footer>
<a href="/metrics">Metrics</a>
<a href="/api/v1/certificates">Certificates as JSON</a>
<a href="/api/v1/findings">Findings as JSON</a>
<span>kubecert-exporter ${version}</span>
</footer>
</body>
</html>
`.html;
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

function awaited(sources: readonly SourceState[]): Markup {
  const names = sources.filter(({ lastSuccess }) => lastSuccess === undefined).map(({ name }) => name);
  if (names.length === 0) return NOTHING;
  return markup`<p>Still at the first look: ${names.join(', ')}.</p>
`;
}

/** How many findings there are, and how many certificates stand how, the worst first: one may be well and its place not. */
function tally(findings: readonly Finding[], certificates: readonly JudgedCertificate[]): Markup {
  if (certificates.length === 0 && findings.length === 0)
    return markup`<p>No certificate has been found.</p>`;
  const found = SEVERITIES.flatMap((of) => {
    const number = findings.filter(({ severity }) => severity === of).length;
    return number === 0 ? [] : [markup`<li class="${of}">${count(number, `${of} finding`)}</li>`];
  });
  const standing = Object.entries(STATUSES).flatMap(([key, { title, tone }]) => {
    const number = certificates.filter(({ status }) => status === key).length;
    return number === 0 ? [] : [markup`<li class="${tone}">${count(number, 'certificate')} ${title}</li>`];
  });
  return markup`<ul class="tally">${[...found, ...standing]}</ul>`;
}

function groupList(groups: readonly FindingGroup[]): Markup {
  return markup`<ul class="findings">
${groups.slice(0, MOST_ROWS).map(groupItem)}</ul>
${andMore(groups)}`;
}

function groupItem({
  findings: [{ severity, runbook, nextStep = '' }],
  summary,
  details,
}: FindingGroup): Markup {
  const lines = details.slice(0, MOST_ROWS).map((line) => markup`<p class="muted">${line}</p>`);
  const next = nextStep === '' ? NOTHING : markup`<p class="next"><b>Next:</b> ${nextStep}</p>`;
  return markup`<li><div>${badge(severity, severity)}<span class="muted">${runbook}</span></div>
<p>${summary}</p>${lines.slice(0, MOST_DETAILS)}${folded(lines.slice(MOST_DETAILS))}${andMore(details)}${next}</li>
`;
}

function folded(items: readonly Markup[]): Markup {
  if (items.length === 0) return NOTHING;
  return markup`<details><summary>and ${items.length} more</summary>${items}</details>`;
}
