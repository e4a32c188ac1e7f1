import { FAMILIES } from '../src/metrics/families.ts';
import type { Family, Subjects } from '../src/metrics/family.ts';
import { LABEL_LIST_LIMIT, LABEL_VALUE_LIMIT } from '../src/metrics/labels.ts';
import { BUILD_INFO } from '../src/metrics/own.ts';

/** What one metric of the page is said of; the order is that of the page. */
const SECTIONS: Readonly<Record<keyof Subjects, string>> = {
  certificate: 'For every certificate',
  problem: 'For every problem of a place',
  kubelet: 'For every kubelet',
  source: 'For every source',
  exposition: 'About the answer itself',
};

type Described = Pick<Family, 'help' | 'labels' | 'type' | 'unit'> & { readonly name: string };

/** The text of `docs/metrics.md`, made from the table of metric families. */
export function metricsReference(): string {
  const sections = Object.entries(SECTIONS).map(([per, title]) =>
    section(
      title,
      FAMILIES.filter((family) => family.per === per),
    ),
  );
  return `# Metrics

What \`/metrics\` answers, in the Prometheus text format 0.0.4 or, when asked for, in OpenMetrics 1.0. This page is generated
from the table in \`src/metrics/families.ts\`; \`npm run generate\` writes it anew.

- A label that would be empty is left out.
- \`source\`, \`node\`, \`namespace\` and \`name\` say whose certificate it is, not who scraped it: scrape with \`honor_labels: true\`.
- Backslash, quote and line feed in a label value are escaped as the formats say. Other control characters are shown as
  their pictures (\`␀\`), half a surrogate pair as \`\uFFFD\`.
- A label lists at most ${LABEL_LIST_LIMIT} names and counts the rest: \`a.example,b.example,… (+12)\`. No label value is longer than ${LABEL_VALUE_LIMIT}
  characters before it is escaped; a longer one ends with \`…\`.

${sections.join('\n')}
${section('About the program', [{ ...BUILD_INFO, type: 'gauge' }])}
\`process_*\` and \`nodejs_*\` are the default metrics of [prom-client](https://github.com/siimon/prom-client#default-metrics)
without event loop lag and garbage collection times, which cost processor time and memory, and without the gauges that end
with \`_total\`.
`;
}

function section(title: string, families: readonly Described[]): string {
  return `## ${title}\n\n${table(['metric', 'type', 'unit', 'meaning'], families.map(familyRow))}${labelTable(families)}`;
}

function familyRow({ name, type, unit, help }: Described): readonly string[] {
  return [`\`${name}\``, type, unit ?? '', help];
}

/** Labels that only some of the families have say so. */
function labelTable(families: readonly Described[]): string {
  const labels = Object.entries(
    Object.assign({}, ...families.map((family) => family.labels)) as Described['labels'],
  );
  if (labels.length === 0) return '';
  const rows = labels.map(([label, meaning]) => {
    const having = families.filter((family) => label in family.labels).map(({ name }) => `\`${name}\``);
    const only = having.length < families.length ? `only on ${having.join(', ')}: ` : '';
    return [`\`${label}\``, `${only}${meaning}`];
  });
  return `\n${table(['label', 'meaning'], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
