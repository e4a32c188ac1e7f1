import { posix } from 'node:path';
import type { Finding, Holding, Instant, Location, Snapshot } from '../model.ts';
import { certificatesOf, heldAt } from './held.ts';
import {
  type Bad,
  brokenPair,
  type Defect,
  type Good,
  unnamedPair,
  type Worth,
  worthOfBootstrap,
  worthOfKubeconfig,
} from './kubelet-client.ts';
import { type Kubelet, kubeletsOf, locationOf } from './kubelets.ts';
import { status, type Thresholds } from './thresholds.ts';
import { ahead, nameByPath } from './wording.ts';

/** Why a kubelet would come up, or would not; the value of the label `reason`. A closed set. */
export type KubeletRestartReason = 'client_certificate_valid' | 'bootstrap_kubeconfig' | Defect;

/** Whether a node's kubelet would come up if it were restarted at the moment of the assessment. */
export interface KubeletAssessment {
  /** Absent where the host has no name. */
  readonly node?: string;
  /** Of its kubeconfig or, where there is none, of its bootstrap kubeconfig. */
  readonly location: Location;
  readonly safe: boolean;
  readonly reason: KubeletRestartReason;
  /** The last moment at which it is still safe if nothing is renewed; absent where it is unsafe, or safe without end. */
  readonly safeUntil?: Instant;
  /** Where the certificate is held whose end is `safeUntil`. */
  readonly limitedBy?: Holding;
  /** One line: what happens at the next restart, and why. */
  readonly summary: string;
  /** One line: what to do first; absent where there is nothing to do. */
  readonly nextStep?: string;
}

/**
 * One assessment for each node on which a kubelet's kubeconfig or bootstrap kubeconfig has been seen; none where the
 * kubelet can read what this program cannot.
 */
export function assessKubelets(snapshot: Snapshot, now: Instant): readonly KubeletAssessment[] {
  return kubeletsOf(snapshot).flatMap((kubelet) => assess(snapshot, kubelet, now) ?? []);
}

/** A kubelet that would not come up; or soon would not, because what it comes up with should have been renewed by now. */
export function kubeletRestart(snapshot: Snapshot, now: Instant, thresholds: Thresholds): readonly Finding[] {
  return assessKubelets(snapshot, now).flatMap(
    (assessment) => finding(snapshot, assessment, now, thresholds) ?? [],
  );
}

function finding(
  snapshot: Snapshot,
  { safe, location, safeUntil, limitedBy, summary, nextStep = RENEW }: KubeletAssessment,
  now: Instant,
  thresholds: Thresholds,
): Finding | undefined {
  const rule = 'kubelet-restart';
  const runbook = 'KubecertKubeletRestartUnsafe';
  if (!safe) return { rule, severity: 'critical', location, summary, nextStep, runbook };
  if (safeUntil === undefined || limitedBy === undefined) return undefined;
  if (!isNearItsEnd(limitedBy, now, thresholds)) return undefined;
  return {
    rule,
    severity: 'warning',
    location,
    summary:
      `${ahead(safeUntil, now)}, ${nameOf(location)} stops coming up after a restart: ` +
      `${limitedBy.location.path} expires then, and there is no bootstrap kubeconfig that outlives it`,
    when: safeUntil,
    nextStep: `before then: ${namingPair(snapshot, location, now) ?? limitedBy.placement.renew ?? RENEW}`,
    runbook,
  };
}

/** Whether a certificate that limits a kubelet should have been renewed by now, by the thresholds of its own kind. */
function isNearItsEnd(holding: Holding, now: Instant, thresholds: Thresholds): boolean {
  return certificatesOf(holding).some((certificate, index) => {
    const standing = status(certificate, holding.placement, index, now, thresholds);
    return standing === 'warning' || standing === 'critical';
  });
}

function assess(snapshot: Snapshot, kubelet: Kubelet, now: Instant): KubeletAssessment | undefined {
  const { kubeconfig, bootstrap } = kubelet;
  const pair = kubeconfig && brokenPair(snapshot, kubeconfig, now);
  if (pair !== undefined) return stumbles(kubelet, pair);

  const own: Worth =
    kubeconfig === undefined
      ? { kind: 'bad', defect: 'kubeconfig_missing' }
      : worthOfKubeconfig(snapshot, kubeconfig, now);
  const fallback = bootstrap && worthOfBootstrap(snapshot, bootstrap, now);
  if (own.kind === 'good') return goesOn(kubelet, own, fallback);
  if (own.kind === 'unknown' || fallback?.kind === 'unknown') return undefined;
  return fallback?.kind === 'good'
    ? bootstrapsAgain(kubelet, own, fallback)
    : staysDown(kubelet, own, fallback, namingPair(snapshot, locationOf(kubelet), now));
}

function goesOn(kubelet: Kubelet, own: Good, fallback: Worth | undefined): KubeletAssessment {
  return {
    ...subjectOf(kubelet),
    safe: true,
    reason: 'client_certificate_valid',
    ...limitedTo(fallback?.kind === 'good' ? laterEnd(own, fallback) : own.end),
    summary: `${nameOf(locationOf(kubelet))} comes up after a restart: its client certificate is valid`,
  };
}

function bootstrapsAgain(kubelet: Kubelet, own: Bad, fallback: Good): KubeletAssessment {
  return {
    ...subjectOf(kubelet),
    safe: true,
    reason: 'bootstrap_kubeconfig',
    ...limitedTo(fallback.end),
    summary:
      `${nameOf(locationOf(kubelet))} asks for a new client certificate after a restart, with ` +
      `${kubelet.bootstrap?.location.path}: ${clause(own)}`,
  };
}

/** `LoadClientConfig` fails, or the API server refuses what it loaded: the kubelet exits, as often as it is started. */
function staysDown(
  kubelet: Kubelet,
  own: Bad,
  fallback: Bad | undefined,
  remedy: string = howToRenew(kubelet),
): KubeletAssessment {
  const because =
    fallback === undefined
      ? 'there is no bootstrap kubeconfig'
      : `with its bootstrap kubeconfig, ${clause(fallback)}`;
  return {
    ...subjectOf(kubelet),
    safe: false,
    reason: own.defect,
    summary:
      `${nameOf(locationOf(kubelet))} does not come up after a restart: ${clause(own)}, and ${because}; ` +
      `expect in its log: ${logLine(kubelet, fallback)}`,
    nextStep: `${BEFORE_ALL}: ${remedy}`,
  };
}

/** `NewKubeletClientCertificateManager` fails, and no bootstrap kubeconfig helps as long as the pair is there. */
function stumbles(kubelet: Kubelet, pair: Bad): KubeletAssessment {
  const path = pair.culprit?.location.path;
  const then =
    kubelet.bootstrap === undefined
      ? `then ${howToRenew(kubelet)}`
      : `so that it asks for another one with ${kubelet.bootstrap.location.path}`;
  return {
    ...subjectOf(kubelet),
    safe: false,
    reason: pair.defect,
    summary:
      `${nameOf(locationOf(kubelet))} does not come up after a restart: ${clause(pair)}; expect in its log: ` +
      `failed to initialize client certificate manager: could not convert data from "${path}" into cert/key pair`,
    nextStep: `${BEFORE_ALL}: move ${path} away, ${then}`,
  };
}

/** A kubelet that runs goes on running for a while: at three in the morning a restart is the first thing that comes to mind. */
const BEFORE_ALL = 'do not restart it, nor the node, before this';

/** Where no table says how a kubelet of this distribution is helped to a new certificate. */
const RENEW =
  'put a bootstrap kubeconfig with a live token (kubeadm token create) where --bootstrap-kubeconfig names it';

function howToRenew({ kubeconfig, bootstrap }: Kubelet): string {
  return kubeconfig?.placement.renew ?? bootstrap?.placement.renew ?? RENEW;
}

/** The least that can be done, where the kubelet has a good pair that its kubeconfig does not name. */
function namingPair(snapshot: Snapshot, { node, path }: Location, now: Instant): string | undefined {
  const kubeconfig = heldAt(snapshot, node, path);
  const pair = kubeconfig && unnamedPair(snapshot, kubeconfig, now);
  return pair && nameByPath(kubeconfig.location, pair.location);
}

/** What is wrong, as a clause about the place where it is. */
const CLAUSES: Readonly<Record<Defect, (path: string) => string>> = {
  kubeconfig_missing: (path) => `${path} is not there`,
  kubeconfig_malformed: (path) => `${path} does not load`,
  certificate_authority_unusable: (path) => `the CA at ${path} does not load`,
  no_client_certificate: (path) => `${path} names no client certificate`,
  client_certificate_missing: (path) => `its client certificate ${path} is not there`,
  client_certificate_malformed: (path) => `its client certificate ${path} does not load`,
  client_certificate_expired: (path) => `its client certificate ${path} has expired`,
  key_missing: (path) => `the private key of its client certificate ${path} is not there`,
  key_mismatch: (path) => `the private key is not that of its client certificate ${path}`,
};

function clause({ defect, culprit }: Bad): string {
  return CLAUSES[defect](culprit?.location.path ?? 'its kubeconfig');
}

/** Defects with which a bootstrap kubeconfig does not load at all; with the others the API server turns it away. */
const NOT_LOADED: ReadonlySet<Defect> = new Set([
  'kubeconfig_malformed',
  'certificate_authority_unusable',
  'client_certificate_missing',
  'key_missing',
]);

/** What one finds in the journal, word for word, as far as it is the same for every version. */
function logLine({ kubeconfig }: Kubelet, fallback: Bad | undefined): string {
  if (fallback === undefined) {
    const path = bootstrapPathBeside(kubeconfig?.location.path);
    return `unable to load bootstrap kubeconfig: stat ${path}: no such file or directory`;
  }
  return NOT_LOADED.has(fallback.defect)
    ? 'unable to load bootstrap kubeconfig'
    : 'the server has asked for the client to provide credentials';
}

/** kubeadm's pair of names (cmd/kubeadm/app/constants/constants.go); others choose theirs by a flag. */
function bootstrapPathBeside(path: string | undefined): string {
  if (path === undefined || posix.basename(path) !== 'kubelet.conf') return '<--bootstrap-kubeconfig>';
  return posix.join(posix.dirname(path), 'bootstrap-kubelet.conf');
}

function subjectOf(kubelet: Kubelet): Pick<KubeletAssessment, 'node' | 'location'> {
  const location = locationOf(kubelet);
  return { ...(location.node !== undefined && { node: location.node }), location };
}

function nameOf({ node }: Location): string {
  return node === undefined ? 'the kubelet' : `the kubelet on ${node}`;
}

function laterEnd(a: Good, b: Good): Good['end'] {
  if (a.end === undefined || b.end === undefined) return undefined;
  return a.end.at >= b.end.at ? a.end : b.end;
}

function limitedTo(end: Good['end']): Pick<KubeletAssessment, 'safeUntil' | 'limitedBy'> {
  return end === undefined ? {} : { safeUntil: end.at, limitedBy: end.certificate };
}
