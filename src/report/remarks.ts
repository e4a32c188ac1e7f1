import { type FindingGroup, groupFindings } from '../findings/finding-group.ts';
import type { Finding, Location } from '../model.ts';
import { padEnd, printable, wrap } from '../terminal-text.ts';
import type { Circumstances } from './exit-code.ts';
import { type Judgement, judgementOf, JUDGEMENTS } from './judgement.ts';
import type { Paint, Tone } from './paint.ts';
import { type LocatedProblem, locatedProblems, type Report } from '../findings/report.ts';

/** Something to be told below the table: what is wrong, where, and what to do. */
export interface Remark {
  readonly judgement: Judgement;
  /** Of how many findings, problems or failures it tells. */
  readonly number: number;
  /** Paragraphs, as they were found: not yet printable. */
  readonly texts: readonly string[];
}

const TONES: Readonly<Record<Judgement, Tone>> = {
  critical: 'critical',
  warning: 'warning',
  unknown: 'warning',
  info: 'info',
};

/** The length of the longest judgement, and a gap. */
const INDENT = 'critical'.length + 2;

/** The findings, the problems that no finding speaks of, and what sources could not look at; the worst first. */
export function remarksOf(report: Report, { asked, failures }: Circumstances): readonly Remark[] {
  const { findings, at } = report;
  const judged = Map.groupBy(findings, (finding) => judgementOf(finding, asked));
  const unknown = (texts: readonly string[]): Remark => ({ judgement: 'unknown', number: 1, texts });
  const remarks: readonly Remark[] = [
    ...[...judged].flatMap(([judgement, alike]) =>
      groupFindings(alike, at).map((group) => groupRemark(group, judgement)),
    ),
    ...locatedProblems(report)
      .filter((problem) => !findings.some((finding) => speaksOf(finding, problem)))
      .map(({ location, message }) => unknown([message, ...where(location, message)])),
    ...failures.map((failure) => unknown([failure])),
  ];
  return remarks.toSorted((a, b) => JUDGEMENTS.indexOf(a.judgement) - JUDGEMENTS.indexOf(b.judgement));
}

function groupRemark({ findings, summary, details }: FindingGroup, judgement: Judgement): Remark {
  const [{ location, problem, nextStep }] = findings;
  const isMisspelt = judgement === 'unknown' && problem === 'missing';
  const next = isMisspelt ? 'look for a misspelling in the PATH, and at --host-root' : nextStep;
  return {
    judgement,
    number: findings.length,
    texts: [
      summary,
      ...(findings.length === 1 ? where(location, summary) : details),
      ...(next === undefined ? [] : [`Next: ${next}`]),
    ],
  };
}

function speaksOf(
  { problem, location }: Finding,
  { reason, location: { path, node } }: LocatedProblem,
): boolean {
  return problem === reason && location.path === path && location.node === node;
}

/** The place, unless the text before it has named it already. */
function where({ path, node }: Location, text: string): readonly string[] {
  if (text.includes(path)) return [];
  return [node === undefined ? `At: ${path}` : `At: ${path} on ${node}`];
}

/** Remarks as lines of at most `width` columns. */
export function remarkLines(remarks: readonly Remark[], width: number, paint: Paint): readonly string[] {
  return remarks.flatMap(({ judgement, texts }) => {
    const [first = '', ...rest] = texts.flatMap((text) => wrap(printable(text), width - INDENT));
    const label = paint(TONES[judgement], padEnd(judgement, INDENT));
    return [label + first, ...rest.map((line) => ' '.repeat(INDENT) + line)];
  });
}
