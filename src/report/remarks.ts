import type { Finding, Location } from '../model.ts';
import { padEnd, printable, wrap } from '../terminal-text.ts';
import type { Circumstances } from './exit-code.ts';
import { type Judgement, judgementOf, JUDGEMENTS } from './judgement.ts';
import type { Paint, Tone } from './paint.ts';
import { type LocatedProblem, locatedProblems, type Report } from './report.ts';

/** Something to be told below the table: what is wrong, where, and what to do. */
export interface Remark {
  readonly judgement: Judgement;
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
  const { findings } = report;
  const remarks: readonly Remark[] = [
    ...findings.map((finding) => findingRemark(finding, asked)),
    ...locatedProblems(report)
      .filter((problem) => !findings.some((finding) => speaksOf(finding, problem)))
      .map(({ location, message }) => ({
        judgement: 'unknown' as const,
        texts: [message, ...where(location, message)],
      })),
    ...failures.map((failure) => ({ judgement: 'unknown' as const, texts: [failure] })),
  ];
  return remarks.toSorted((a, b) => JUDGEMENTS.indexOf(a.judgement) - JUDGEMENTS.indexOf(b.judgement));
}

function findingRemark(finding: Finding, asked: readonly string[]): Remark {
  const { summary, location, problem, nextStep } = finding;
  const judgement = judgementOf(finding, asked);
  const isMisspelt = judgement === 'unknown' && problem === 'missing';
  const next = isMisspelt ? 'look for a misspelling in the PATH, and at --host-root' : nextStep;
  return {
    judgement,
    texts: [summary, ...where(location, summary), ...(next === undefined ? [] : [`Next: ${next}`])],
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
