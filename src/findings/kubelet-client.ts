/**
 * What a kubelet that starts makes of its kubeconfigs, as far as the disk tells. Told after kubernetes v1.36
 * pkg/kubelet/certificate/bootstrap/bootstrap.go (`LoadClientConfig`, `isClientConfigStillValid`) and client-go v0.36
 * tools/clientcmd/client_config.go, transport/transport.go (`TLSConfigFor`), util/certificate/certificate_store.go.
 */

import { posix } from 'node:path';
import type { Holding, Instant, Kubeconfig, ProblemReason, Snapshot, UserCredential } from '../model.ts';
import {
  certificatesOf,
  currentCredential,
  currentUserCertificate,
  heldAt,
  kubeconfigOf,
  withPart,
} from './held.ts';

/** Why a kubeconfig does not let a kubelet in. */
export type Defect =
  | 'kubeconfig_missing'
  | 'kubeconfig_malformed'
  | 'certificate_authority_unusable'
  | 'no_client_certificate'
  | 'client_certificate_missing'
  | 'client_certificate_malformed'
  | 'client_certificate_expired'
  | 'key_missing'
  | 'key_mismatch';

/** What a kubeconfig is worth to a kubelet that starts. */
export type Worth = Good | Bad | { readonly kind: 'unknown' };

export interface Good {
  readonly kind: 'good';
  /** The last moment at which it is, and where the certificate is held that then ends; absent when nothing ends. */
  readonly end?: { readonly at: Instant; readonly certificate: Holding };
}

export interface Bad {
  readonly kind: 'bad';
  readonly defect: Defect;
  /** Where it is; absent where nothing is held. */
  readonly culprit?: Holding;
}

/**
 * Whether the kubelet goes on with its kubeconfig (`isClientConfigStillValid`): the file and all that it names must
 * load, and no certificate in the client certificate's file, the leaf's chain included, may be past notAfter. Its
 * notBefore is not looked at.
 */
export function worthOfKubeconfig(snapshot: Snapshot, holding: Holding, now: Instant): Worth {
  return worthOf(snapshot, holding, now, keyDefectsWhenLoaded);
}

/**
 * Whether the kubelet gets a certificate with its bootstrap kubeconfig. Of a token only the API server knows whether it
 * lives: on the disk it counts as good.
 */
export function worthOfBootstrap(snapshot: Snapshot, holding: Holding, now: Instant): Worth {
  const credential = credentialOf(holding);
  if (credential !== undefined && CREDENTIALS_OF_SERVER.has(credential.kind)) {
    return loadingDefect(snapshot, holding) ?? { kind: 'good' };
  }
  return worthOf(snapshot, holding, now, () => KEY_DEFECTS);
}

/** Those that only the API server can judge. */
const CREDENTIALS_OF_SERVER: ReadonlySet<UserCredential['kind']> = new Set(['token', 'token-file', 'exec']);

/**
 * The pair of certificate and key that the kubelet's certificate store stumbles over, and the kubelet with it, whatever
 * a bootstrap kubeconfig is worth: only a pair that is not there at all is asked for anew. A kubelet-client-current.pem is
 * taken for a sign that rotation is on; a kubelet without rotation loads no store.
 */
export function brokenPair(snapshot: Snapshot, kubeconfig: Holding, now: Instant): Bad | undefined {
  const credential = credentialOf(kubeconfig);
  const pair = currentPair(snapshot, kubeconfig);
  if (pair !== undefined && sightOf(pair) !== 'absent') return defectOfPair(pair, credential);
  // Then the store loads the pair that the kubeconfig names, unless the kubelet has turned away from that already.
  const named = userCertificate(snapshot, kubeconfig);
  const isTaken = worthOfKubeconfig(snapshot, kubeconfig, now).kind === 'good';
  return named !== undefined && isTaken ? defectOfPair(named, credential) : undefined;
}

/**
 * A good pair that the kubelet has rotated to while its kubeconfig goes on to name, or to embed, another one, as kubeadm's
 * kubelet.conf does on control-plane nodes made before v1.17. To have it named is all that such a kubelet needs.
 */
export function unnamedPair(snapshot: Snapshot, kubeconfig: Holding, now: Instant): Holding | undefined {
  const pair = currentPair(snapshot, kubeconfig);
  if (pair === undefined || pair === userCertificate(snapshot, kubeconfig)) return undefined;
  return worthOfCertificate(pair, KEY_DEFECTS, now).kind === 'good' ? pair : undefined;
}

function defectOfPair(pair: Holding, credential: UserCredential | undefined): Bad | undefined {
  const sight = sightOf(pair);
  if (sight === 'broken') return bad('client_certificate_malformed', pair);
  // What lacks a key file of its own may still hold the key that the store looks for.
  if (sight === 'keyless' && !isOneFile(credential)) return undefined;
  const defect = KEY_DEFECTS[sight];
  return defect && bad(defect, pair);
}

/** The link that the store loads before anything else, in the folder that the kubeconfig names or the only one there is. */
function currentPair(snapshot: Snapshot, kubeconfig: Holding): Holding | undefined {
  const pairs = clientCertificates(snapshot, kubeconfig, 'kubelet-client-current.pem');
  const named = userCertificate(snapshot, kubeconfig);
  if (named !== undefined && pairs.includes(named)) return named;
  return pairs.length === 1 ? pairs[0] : undefined;
}

/** What may be wrong with the key of a certificate. */
type KeyDefects = Readonly<Partial<Record<Sight, Defect>>>;

const KEY_DEFECTS: KeyDefects = { keyless: 'key_missing', mismatched: 'key_mismatch' };

/**
 * What is noticed when a kubeconfig is loaded. Certificate and key are compared, unless both are files: those are only
 * opened (client-go tools/clientcmd/validation.go, `validateAuthInfo`), and loaded when they are used.
 */
function keyDefectsWhenLoaded(credential: UserCredential): KeyDefects {
  if (credential.kind !== 'path' || credential.key === undefined) return KEY_DEFECTS;
  return isOneFile(credential) ? {} : { keyless: 'key_missing' };
}

/** Whether one file is named as both: then it is there, whether or not it holds a key. */
function isOneFile(credential: UserCredential | undefined): boolean {
  return credential?.kind === 'path' && credential.key === credential.certificate;
}

function worthOf(
  snapshot: Snapshot,
  holding: Holding,
  now: Instant,
  keyDefects: (credential: UserCredential) => KeyDefects,
): Worth {
  const defect = loadingDefect(snapshot, holding);
  if (defect !== undefined) return defect;
  const credential = credentialOf(holding);
  if (credential?.kind !== 'embedded' && credential?.kind !== 'path')
    return bad('no_client_certificate', holding);

  const certificate = userCertificate(snapshot, holding);
  return certificate === undefined
    ? { kind: 'unknown' }
    : worthOfCertificate(certificate, keyDefects(credential), now);
}

function worthOfCertificate(certificate: Holding, keyDefects: KeyDefects, now: Instant): Worth {
  const sight = sightOf(certificate);
  if (sight === 'unknown') return { kind: 'unknown' };
  if (sight === 'absent') return bad('client_certificate_missing', certificate);
  if (sight === 'broken') return bad('client_certificate_malformed', certificate);
  const keyDefect = keyDefects[sight];
  if (keyDefect !== undefined) return bad(keyDefect, certificate);
  const ends = certificatesOf(certificate).map(({ notAfter }) => notAfter);
  if (ends.length === 0) return bad('client_certificate_malformed', certificate);
  const at = Math.min(...ends);
  if (now > at) return bad('client_certificate_expired', certificate);
  return { kind: 'good', end: { at, certificate } };
}

/** Why a kubeconfig does not load (`ClientConfig`, `ConfirmUsable`); undefined where it does. */
function loadingDefect(snapshot: Snapshot, holding: Holding): Exclude<Worth, Good> | undefined {
  const sight = sightOf(holding);
  if (sight === 'absent') return bad('kubeconfig_missing', holding);
  if (sight === 'broken') return bad('kubeconfig_malformed', holding);
  const kubeconfig = kubeconfigOf(holding);
  if (kubeconfig === undefined) return { kind: 'unknown' };

  const cluster = kubeconfig.clusters.find(({ name }) => name === kubeconfig.current?.cluster);
  if (cluster?.server === undefined) return bad('kubeconfig_malformed', holding);
  const authority = authorityOf(snapshot, holding, cluster);
  const isUnusable =
    authority !== undefined &&
    (sightOf(authority) === 'absent' || (sightOf(authority) === 'broken' && authority.contents.length === 0));
  return isUnusable ? bad('certificate_authority_unusable', authority) : undefined;
}

function authorityOf(
  snapshot: Snapshot,
  { location: { node, path } }: Holding,
  { name, authority }: Kubeconfig['clusters'][number],
): Holding | undefined {
  if (authority.kind === 'path') return heldAt(snapshot, node, authority.certificate);
  return authority.kind === 'embedded' ? heldAt(snapshot, node, `${path}#cluster/${name}`) : undefined;
}

function credentialOf(kubeconfig: Holding): UserCredential | undefined {
  const said = kubeconfigOf(kubeconfig);
  return said && currentCredential(said);
}

/** A kubeconfig may name its certificate through linked folders: then it is held under its real path. */
function userCertificate(snapshot: Snapshot, kubeconfig: Holding): Holding | undefined {
  const held = currentUserCertificate(snapshot, kubeconfig);
  const credential = credentialOf(kubeconfig);
  if (held !== undefined || credential?.kind !== 'path') return held;
  const alike = clientCertificates(snapshot, kubeconfig, posix.basename(credential.certificate));
  return alike.length === 1 ? alike[0] : undefined;
}

function clientCertificates(
  snapshot: Snapshot,
  { location: { node } }: Holding,
  name: string,
): readonly Holding[] {
  return withPart(snapshot, 'kubelet-client-certificate').filter(
    ({ location }) => location.node === node && posix.basename(location.path) === name,
  );
}

/** What the kubelet would find at a place. The latest problem decides: contents may be those of an earlier look. */
type Sight = 'there' | 'absent' | 'broken' | 'keyless' | 'mismatched' | 'unknown';

const SIGHTS: Readonly<Partial<Record<ProblemReason, Sight>>> = {
  missing: 'absent',
  dangling_link: 'absent',
  empty: 'broken',
  malformed: 'broken',
  not_a_file: 'broken',
  link_loop: 'broken',
  key_missing: 'keyless',
  key_mismatch: 'mismatched',
};

function sightOf({ contents, problems }: Holding): Sight {
  const sights = new Set(problems.map(({ reason }) => SIGHTS[reason]));
  for (const sight of ['absent', 'broken', 'keyless', 'mismatched'] as const)
    if (sights.has(sight)) return sight;
  // What only this program cannot read, the kubelet may: it is what it was when last seen.
  if (contents.length > 0) return 'there';
  return problems.length > 0 ? 'unknown' : 'absent';
}

function bad(defect: Defect, culprit: Holding): Bad {
  return { kind: 'bad', defect, culprit };
}
