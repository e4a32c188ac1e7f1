import type { Instant } from '../model.ts';
import { FAMILIES } from './families.ts';
import type { Family } from './family.ts';
import { labelText } from './labels.ts';
import type { OwnMetric } from './own.ts';
import type { AllSubjects, Known } from './subjects.ts';
import { subjectsOf } from './subjects.ts';

/** `text` is the Prometheus text format 0.0.4, `openmetrics` is OpenMetrics 1.0. */
export type Format = 'text' | 'openmetrics';

/** What is written about a metric family before its samples. */
interface Header {
  readonly name: string;
  readonly type: OwnMetric['type'];
  readonly help: string;
  readonly unit?: string;
}

/** Characters of one piece: few system calls, and never the 16 MB of 10,000 certificates in memory at once. */
const PIECE = 65_536;

/**
 * Everything that is known, as Prometheus reads it, in pieces: whoever sends it asks for the next one when the
 * last one has gone.
 */
export function* exposition(
  known: Known,
  own: readonly OwnMetric[],
  format: Format,
): Generator<string, void> {
  const subjects = subjectsOf(known);
  for (const family of FAMILIES) yield* familyText(family, subjects, known.at, format);
  yield own.map((metric) => ownText(metric, format)).join('');
  if (format === 'openmetrics') yield '# EOF\n';
}

/** A family without samples is left out altogether. */
function* familyText<Per extends Family['per']>(
  family: Family<Per>,
  subjects: AllSubjects,
  now: Instant,
  format: Format,
): Generator<string, void> {
  let head = headerText(family, format);
  let piece = '';
  for (const subject of subjects[family.per]) {
    for (const { labels, value } of family.samples(subject, now)) {
      piece += head + sampleLine(family.name, labels, value);
      head = '';
    }
    if (piece.length >= PIECE) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

function ownText(metric: OwnMetric, format: Format): string {
  const samples = metric.samples.map(({ name, labels, value }) => sampleLine(name, labelText(labels), value));
  return headerText(metric, format) + samples.join('');
}

/** In OpenMetrics a counter's family is called without the `_total` of its samples, and a unit is the name's own suffix. */
function headerText({ name, type, help, unit }: Header, format: Format): string {
  if (format === 'text') return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`;
  const family = type === 'counter' ? name.replace(/_total$/, '') : name;
  const unitLine = unit !== undefined && family.endsWith(`_${unit}`) ? `# UNIT ${family} ${unit}\n` : '';
  const quoted = escapeHelp(help).replaceAll('"', String.raw`\"`);
  return `# HELP ${family} ${quoted}\n# TYPE ${family} ${type}\n${unitLine}`;
}

function escapeHelp(help: string): string {
  return help.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`);
}

function sampleLine(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${numeral(value)}\n` : `${name}{${labels}} ${numeral(value)}\n`;
}

function numeral(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}
