import {
  type Certificate,
  DAY,
  type Finding,
  type FindingRule,
  type Holding,
  type Instant,
} from '../model.ts';
import type { Snapshot } from '../model.ts';
import { effectiveRenewal } from '../role.ts';
import { currentCredential, currentUserCertificate, kubeconfigOf, leafOf, withPart } from './held.ts';
import { unnamedPair } from './kubelet-client.ts';
import { ago, ahead, nameByPath, place } from './wording.ts';

/** Days. With more than that left it is worth knowing; with less, somebody should see to it. */
const HORIZON = 365;

/** How the kubelet's certificate store names the link to its newest certificate (client-go util/certificate/certificate_store.go). */
const ROTATING = /-current\.pem$/;

/**
 * A kubelet whose client certificate nobody renews: its kubeconfig embeds it, or names a plain file. At its next start
 * the kubelet goes by what the kubeconfig says, however often it has rotated since.
 */
export const kubeletNotRotating: FindingRule = (snapshot, now) => [
  ...withPart(snapshot, 'kubelet-kubeconfig').flatMap(
    (holding) => ofKubeconfig(snapshot, holding, now) ?? [],
  ),
  ...withPart(snapshot, 'kubelet-client-certificate').flatMap(
    (holding) => ofFile(snapshot, holding, now) ?? [],
  ),
];

function ofKubeconfig(snapshot: Snapshot, kubeconfig: Holding, now: Instant): Finding | undefined {
  const said = kubeconfigOf(kubeconfig);
  const credential = said && currentCredential(said);
  const held = currentUserCertificate(snapshot, kubeconfig);
  const leaf = held && leafOf(held);
  if (held === undefined || leaf === undefined) return undefined;
  const { path } = kubeconfig.location;
  if (credential?.kind === 'embedded') {
    const why = `is embedded in ${path}, which no rotation and no kubeadm certs renew writes again`;
    const pair = unnamedPair(snapshot, kubeconfig, now);
    return {
      ...finding(held, leaf, why, now),
      ...(pair && { nextStep: nameByPath(kubeconfig.location, pair.location) }),
      problem: 'embedded_not_rotating',
    };
  }
  if (credential?.kind === 'path' && !ROTATING.test(credential.certificate)) {
    return finding(held, leaf, `is a plain file that ${path} names, and not a link that rotation turns`, now);
  }
  return undefined;
}

/** Where no kubeconfig tells which certificate the kubelet uses, one that nobody rotates speaks for itself. */
function ofFile(snapshot: Snapshot, holding: Holding, now: Instant): Finding | undefined {
  const leaf = leafOf(holding);
  const { node } = holding.location;
  const isTold = withPart(snapshot, 'kubelet-kubeconfig').some(
    (kubeconfig) => kubeconfig.location.node === node && kubeconfigOf(kubeconfig) !== undefined,
  );
  if (leaf === undefined || isTold) return undefined;
  const renewal = effectiveRenewal(leaf, holding.placement, 0);
  if (renewal === 'automatic' || renewal === 'on-restart') return undefined;
  return finding(holding, leaf, 'is a plain file, and not a link that rotation turns', now);
}

function finding({ location }: Holding, leaf: Certificate, why: string, now: Instant): Finding {
  const { notAfter } = leaf;
  const end = notAfter < now ? `expired ${ago(notAfter, now)}` : `ends ${ahead(notAfter, now)}`;
  return {
    rule: 'kubelet-not-rotating',
    severity: notAfter - now > HORIZON * DAY ? 'info' : 'warning',
    location,
    summary: `the kubelet's client certificate at ${place(location)} ${why}: nobody renews it, and it ${end}`,
    when: notAfter,
    nextStep:
      'set rotateCertificates: true for the kubelet, and let its kubeconfig name kubelet-client-current.pem',
    runbook: 'KubecertKubeletNotRotating',
  };
}
