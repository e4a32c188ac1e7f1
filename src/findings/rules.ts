import type { Finding, Instant, Snapshot } from '../model.ts';
import { printable } from '../terminal-text.ts';
import { dynamicCertificateStale } from './dynamic-certificate-stale.ts';
import { expiry } from './expiry.ts';
import { kubeconfigStale } from './kubeconfig-stale.ts';
import { kubeletNotRotating } from './kubelet-not-rotating.ts';
import { kubeletRestart } from './kubelet-restart.ts';
import { namesLost } from './names-lost.ts';
import { notYetValid } from './not-yet-valid.ts';
import { problem } from './problem.ts';
import { renewalOverdue } from './renewal-overdue.ts';
import { restartNeeded } from './restart-needed.ts';
import { DEFAULT_THRESHOLDS, SEVERITIES, type Thresholds } from './thresholds.ts';
import { untrustedChain } from './untrusted-chain.ts';

/** A `FindingRule` that is also told which thresholds are in force. */
export type ThresholdRule = (snapshot: Snapshot, now: Instant, thresholds: Thresholds) => readonly Finding[];

/**
 * What is said of a certificate's time. Of each location only the worst is heard and, of what is equally bad, the first
 * in this order: the rule that knows most of how it came to be.
 */
const TIME_RULES: readonly ThresholdRule[] = [
  dynamicCertificateStale,
  kubeconfigStale,
  notYetValid,
  expiry,
  renewalOverdue,
  restartNeeded,
];

/** What is said of anything else: each is heard, because each asks for something else to be done. */
const OTHER_RULES: readonly ThresholdRule[] = [
  kubeletRestart,
  problem,
  untrustedChain,
  namesLost,
  kubeletNotRotating,
];

export const FINDING_RULES: readonly ThresholdRule[] = [...TIME_RULES, ...OTHER_RULES];

/** All that a person should know at `now`: the most severe first, and then by the moment that is spoken of. */
export function findings(
  snapshot: Snapshot,
  now: Instant,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): readonly Finding[] {
  const by = (rule: ThresholdRule): readonly Finding[] => rule(snapshot, now, thresholds);
  const found = [...worstOfEachLocation(TIME_RULES.flatMap(by)), ...OTHER_RULES.flatMap(by)];
  return found.map(onOneLine).sort((a, b) => rank(a) - rank(b) || (a.when ?? now) - (b.when ?? now));
}

function worstOfEachLocation(found: readonly Finding[]): readonly Finding[] {
  const worst = new Map<string, Finding>();
  for (const finding of found) {
    const { source, node, path } = finding.location;
    const key = JSON.stringify([source, node, path]);
    const before = worst.get(key);
    if (before === undefined || rank(finding) < rank(before)) worst.set(key, finding);
  }
  return [...worst.values()];
}

function rank({ severity }: Finding): number {
  return SEVERITIES.indexOf(severity);
}

/** On one line, whatever stands in a file's name or in a certificate's. */
function onOneLine(finding: Finding): Finding {
  const { summary, nextStep } = finding;
  return {
    ...finding,
    summary: printable(summary),
    ...(nextStep !== undefined && { nextStep: printable(nextStep) }),
  };
}
