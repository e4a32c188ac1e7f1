import { folderOf, shortNames } from '../location.ts';
import type { AlertName, Finding, Instant } from '../model.ts';
import { PROBLEM_KINDS } from './problem.ts';
import { ago, ahead, date, place } from './wording.ts';

/** Findings of one kind, of equal weight, on one node, that ask for the same step: it is taken once, so they are told as one. */
export interface FindingGroup {
  readonly findings: readonly [Finding, ...Finding[]];
  /** One line: of a single finding its own, of several how many they are, what they share, and when. */
  readonly summary: string;
  /** The places, or else what is said of each; empty where there is a single finding. */
  readonly details: readonly string[];
}

/** Every finding in its group; both in the order of `findings`. */
export function groupFindings(findings: readonly Finding[], now: Instant): readonly FindingGroup[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return Array.from(groups.values(), (group) => ({ findings: group, ...tell(group, now) }));
}

/** Alert and problem come in because rule, severity and next step do not always tell what has expired from what will. */
function keyOf({ location: { node }, rule, severity, nextStep, runbook, problem }: Finding): string {
  return JSON.stringify([node, rule, severity, nextStep, runbook, problem]);
}

/** How several findings are told as one, by their alert, where it tells of time. */
interface Saying {
  readonly noun: string;
  /** @param when ` in 8 days, on 2026-12-01`, or `, the first in 8 days, on 2026-12-01` where they differ */
  readonly predicate: (when: string) => string;
}

const SAYINGS: Readonly<Partial<Record<AlertName, Saying>>> = {
  KubecertCertificateExpired: { noun: 'certificates', predicate: (when) => `expired${when}` },
  KubecertCertificateExpiringSoon: { noun: 'certificates', predicate: (when) => `expire${when}` },
  KubecertCAExpiring: { noun: 'CA certificates', predicate: (when) => `expire${when}` },
  KubecertCertificateNotYetValid: {
    noun: 'certificates',
    predicate: (when) => `are rejected until they become valid${when}`,
  },
  KubecertRenewalOverdue: {
    noun: 'certificates',
    predicate: (when) => `should have been renewed by themselves, and expire${when}`,
  },
  KubecertRestartNeeded: {
    noun: 'certificates',
    predicate: (when) => `are renewed at the next restart, and else expire${when}`,
  },
  // Those that share a step have no newer original to be copied again: they are told of once they have expired.
  KubecertKubeconfigStale: {
    noun: 'copies of the admin kubeconfig',
    predicate: (when) => `expired${when}: kubectl is refused with them`,
  },
};

function tell(group: FindingGroup['findings'], now: Instant): Omit<FindingGroup, 'findings'> {
  const [first, ...others] = group;
  if (others.length === 0) return { summary: first.summary, details: [] };

  const many = (noun: string): string => {
    const { node } = first.location;
    return `${group.length} ${noun}${node === undefined ? '' : ` on ${node}`}`;
  };
  const saying = SAYINGS[first.runbook];
  const moments = group.flatMap(({ when }) => when ?? []);
  if (saying !== undefined && moments.length === group.length) {
    return {
      summary: `${many(saying.noun)} ${saying.predicate(whenOf(moments, now))}`,
      details: placesOf(group),
    };
  }
  const { noun, predicate } =
    first.problem === undefined
      ? { noun: 'findings', predicate: 'ask for the same' }
      : PROBLEM_KINDS[first.problem];
  const details = isSaidAlike(group) ? placesOf(group) : group.map(({ summary }) => summary);
  return { summary: `${many(noun)} ${predicate}`, details };
}

function whenOf(moments: readonly Instant[], now: Instant): string {
  const first = moments.reduce((a, b) => Math.min(a, b));
  const when = first < now ? ago(first, now) : ahead(first, now);
  return new Set(moments.map(date)).size === 1 ? ` ${when}` : `, the first ${when}`;
}

/** Whether the same is said of each place, so that the places are all there is to tell. */
function isSaidAlike(group: readonly Finding[]): boolean {
  const said = group.map(({ summary, location }) => summary.replace(place(location), ''));
  return new Set(said).size === 1;
}

/** Names on one line, so that a line stays one even where a folder holds thousands. */
const MOST_NAMES = 20;

/** `/etc/kubernetes/pki: apiserver.crt, front-proxy-client.crt`, folder by folder. */
function placesOf(group: readonly Finding[]): readonly string[] {
  const paths = group.map(({ location }) => location.path);
  const shortName = shortNames(paths);
  return [...Map.groupBy(paths, folderOf)].flatMap(([folder, inside]) =>
    inLines(inside.map(shortName)).map((line) => `${folder}: ${line}`),
  );
}

function inLines(names: readonly string[]): readonly string[] {
  return Array.from({ length: Math.ceil(names.length / MOST_NAMES) }, (_, line) =>
    names.slice(line * MOST_NAMES, (line + 1) * MOST_NAMES).join(', '),
  );
}
