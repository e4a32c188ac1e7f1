import type { Known } from '../metrics/subjects.ts';
import type { Finding } from '../model.ts';
import { type JudgedCertificate, judgedCertificates, locatedProblems } from '../report/report.ts';
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

/** The most findings that ask for the same step and are shown at once; a click shows the others. */
const MOST_ALIKE = 5;

/** One part of the page. */
interface Section {
  readonly title: string;
  readonly rows: readonly unknown[];
  readonly content: Markup;
}

/** The status page: what to do first, then every certificate by what expires first. It needs no script, and nothing from elsewhere. */
export function page(known: Known, version: string): string {
  const { at, findings, kubelets, sources } = known;
  const problems = locatedProblems(known);
  const certificates = judgedCertificates(known).toSorted(
    (a, b) => a.certificate.notAfter - b.certificate.notAfter,
  );
  const sections: readonly Section[] = [
    { title: 'What to do', rows: findings, content: findingList(findings) },
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
${awaited(sources)}${tally(certificates)}
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

/** How many certificates stand how, the worst first. */
function tally(certificates: readonly JudgedCertificate[]): Markup {
  if (certificates.length === 0) return markup`<p>No certificate has been found.</p>`;
  const items = Object.entries(STATUSES).flatMap(([key, { title, tone }]) => {
    const count = certificates.filter(({ status }) => status === key).length;
    return count === 0 ? [] : [markup`<li class="${tone}">${count} ${title}</li>`];
  });
  return markup`<ul class="tally">${items}</ul>`;
}

/** Findings that ask for the same step stand together: it is taken once. */
function findingList(findings: readonly Finding[]): Markup {
  const alike = Map.groupBy(findings.slice(0, MOST_ROWS), ({ severity, runbook, nextStep }) =>
    JSON.stringify([severity, runbook, nextStep]),
  );
  return markup`<ul class="findings">
${[...alike.values()].flatMap(findingItem)}</ul>
${andMore(findings)}`;
}

function findingItem(alike: readonly Finding[]): readonly Markup[] {
  const [first] = alike;
  if (first === undefined) return [];
  const { severity, runbook, nextStep = '' } = first;
  const summaries = alike.map(({ summary }) => markup`<p>${summary}</p>`);
  const next = nextStep === '' ? NOTHING : markup`<p class="next"><b>Next:</b> ${nextStep}</p>`;
  return [
    markup`<li><div>${badge(severity, severity)}<span class="muted">${runbook}</span></div>
${summaries.slice(0, MOST_ALIKE)}${folded(summaries.slice(MOST_ALIKE))}${next}</li>
`,
  ];
}

function folded(items: readonly Markup[]): Markup {
  if (items.length === 0) return NOTHING;
  return markup`<details><summary>and ${items.length} more</summary>${items}</details>`;
}
