import type { Certificate, Finding, Holding, Instant, Snapshot } from '../model.ts';
import { certificatesOf, currentUserCertificate, heldAt, leafOf, withPart } from './held.ts';
import { isIssuedBy } from './issuance.ts';
import { severityOf, status, type Thresholds, worse } from './thresholds.ts';
import { ago, ahead, date, place } from './wording.ts';

/**
 * A copy of the admin kubeconfig, such as ~/.kube/config, that was not made again when the original was renewed, or that
 * has expired. It says all there is to say of the copy's time, so that `expiry` is not heard beside it.
 */
export function kubeconfigStale(
  snapshot: Snapshot,
  now: Instant,
  thresholds: Thresholds,
): readonly Finding[] {
  return withPart(snapshot, 'admin-kubeconfig-copy').flatMap(
    (copy) => finding(snapshot, copy, now, thresholds) ?? [],
  );
}

function finding(
  snapshot: Snapshot,
  copy: Holding,
  now: Instant,
  thresholds: Thresholds,
): Finding | undefined {
  const user = currentUserCertificate(snapshot, copy);
  const certificate = user && leafOf(user);
  // What the copy names by path is not in the copy.
  if (certificate === undefined || !user?.location.path.startsWith(`${copy.location.path}#`))
    return undefined;

  const standing = status(certificate, user.placement, 0, now, thresholds);
  const original = renewedOriginal(snapshot, copy, certificate);
  if (original === undefined && standing !== 'expired') return undefined;
  const { notAfter } = certificate;
  const when = standing === 'expired' ? `expired ${ago(notAfter, now)}` : `expires ${ahead(notAfter, now)}`;
  const because =
    original === undefined
      ? ''
      : `; ${original.holding.location.path} has a newer one, until ${date(original.certificate.notAfter)}`;
  return {
    rule: 'kubeconfig-stale',
    severity: standing === 'ok' ? 'warning' : worse('warning', severityOf(standing)),
    location: user.location,
    summary: `the client certificate in ${place(copy.location)} ${when}${because}: kubectl is refused with it from then on`,
    when: notAfter,
    nextStep: nextStep(copy, original?.holding),
    runbook: 'KubecertKubeconfigStale',
  };
}

interface Original {
  readonly holding: Holding;
  readonly certificate: Certificate;
}

/** The admin kubeconfig of the same node, if its certificate for the same user is newer. */
function renewedOriginal(snapshot: Snapshot, copy: Holding, certificate: Certificate): Original | undefined {
  for (const holding of withPart(snapshot, 'admin-kubeconfig')) {
    if (holding.location.node !== copy.location.node) continue;
    const user = currentUserCertificate(snapshot, holding);
    const own = user && leafOf(user);
    if (
      own !== undefined &&
      own.notAfter > certificate.notAfter &&
      own.subjectCommonName === certificate.subjectCommonName &&
      isOfCluster(snapshot, user, certificate)
    ) {
      return { holding, certificate: own };
    }
  }
  return undefined;
}

/** Every cluster has its `kubernetes-admin`: a kubeconfig in a home folder may well be for another one. */
function isOfCluster(snapshot: Snapshot, user: Holding | undefined, certificate: Certificate): boolean {
  const issuer = user?.placement.issuer;
  const authorities = issuer === undefined ? undefined : heldAt(snapshot, user?.location.node, issuer);
  const anchors = authorities === undefined ? [] : certificatesOf(authorities);
  return anchors.length === 0 || anchors.some((anchor) => isIssuedBy(certificate, anchor));
}

function nextStep(copy: Holding, original: Holding | undefined): string {
  if (original !== undefined) {
    return `copy it again, unless it has other clusters as well: cp ${original.location.path} ${copy.location.path}`;
  }
  return copy.placement.renew ?? 'renew the admin kubeconfig, then copy it again';
}
