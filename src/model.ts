/**
 * The vocabulary of the program, and nothing else: where something is kept (Location), what is kept
 * there (Content), what one look found (Observation), what holds now (Holding), and what a person
 * should know about it (Finding). Instants are milliseconds since the Unix epoch.
 */

/** Milliseconds since the Unix epoch, as `Date.now()` gives them. */
export type Instant = number;

/** The kinds of places that are looked at; the value of the label `source`. */
export const SOURCE_NAMES = [
  'files',
  'secrets',
  'configmaps',
  'cabundles',
  'csrs',
  'bootstraptokens',
  'endpoints',
] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** The distributions whose layout is known; the value of the label `distribution`. */
export const DISTRIBUTION_NAMES = [
  'kubeadm',
  'k3s',
  'rke2',
  'rke1',
  'kubespray',
  'binary',
  'microk8s',
  'k0s',
] as const;
export type DistributionName = (typeof DISTRIBUTION_NAMES)[number];

/** Where something is kept. It stays the same across rotations: it is the identity of every series. */
export interface Location {
  /**
   * One readable string, the value of the label `location`: a host path (`/etc/kubernetes/pki/ca.crt`),
   * a part of a kubeconfig (`/etc/kubernetes/admin.conf#user/kubernetes-admin`), an API object's key
   * (`secret/kube-system/k3s-serving#tls.crt`) or an address (`tls://10.0.0.11:6443`).
   */
  readonly path: string;
  readonly source: SourceName;
  /** The node that the place belongs to; absent for what belongs to the cluster. */
  readonly node?: string;
  /** Of API objects. */
  readonly namespace?: string;
  /** Of API objects. */
  readonly name?: string;
}

/** What a certificate is for. `peer` is server and client at once, as between etcd members. */
export type Role = 'ca' | 'server' | 'client' | 'peer' | 'unknown';

/**
 * Who renews it. `manual`: someone runs a command. `on-restart`: the distribution does, when it starts
 * inside its renewal window. `automatic`: a controller or the process itself, while running.
 * `none`: nobody, ever (CAs, a self-signed kubelet.crt, what is embedded in kubelet.conf).
 */
export type Renewal = 'manual' | 'on-restart' | 'automatic' | 'none';

/** A place that a finding rule has to recognise whatever the distribution calls its file. */
export type Part =
  | 'admin-kubeconfig'
  | 'admin-kubeconfig-copy'
  | 'kubelet-kubeconfig'
  | 'kubelet-bootstrap-kubeconfig'
  | 'kubelet-client-certificate'
  | 'kubelet-serving-certificate'
  | 'serving-certificate'
  | 'dynamic-certificate';

/** What is known of a place before looking at it: from a distribution's table or an API object's annotations. */
export interface Placement {
  readonly distribution?: DistributionName;
  readonly component?: string;
  /** Absent where only the certificate itself can tell. */
  readonly role?: Role;
  /** Absent where nobody has said: then a leaf counts as `manual` and a CA as `none`. */
  readonly renewal?: Renewal;
  /** Host path of the file whose CA this place's leaf must chain to. */
  readonly issuer?: string;
  /** Names without which the component cannot do its work, whatever stood there before. */
  readonly requiredNames?: readonly string[];
  readonly part?: Part;
  /** What to do to have it renewed: a command or a short sentence. */
  readonly renew?: string;
  /** Days before notAfter from which a restart renews it; of `on-restart` places. */
  readonly renewalWindowDays?: number;
}

/**
 * What was read of one X.509 certificate (RFC 5280). Names and values only: no key, no file text.
 * Its `index` label is its position among the certificates of its location's contents.
 */
export interface Certificate {
  readonly kind: 'certificate';
  /** Distinguished name as RFC 4514 writes it, most specific part first: `CN=admin,O=system:masters`. */
  readonly subject: string;
  readonly issuer: string;
  /** The most specific commonName; absent when the name has none. */
  readonly subjectCommonName?: string;
  readonly issuerCommonName?: string;
  /** Upper-case hexadecimal, as `openssl x509 -serial` prints it. */
  readonly serialNumber: string;
  /** 64 lower-case hexadecimal digits: the SHA-256 of the DER bytes. */
  readonly fingerprintSha256: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** dNSName entries of subjectAltName, in their order. */
  readonly dnsNames: readonly string[];
  /** iPAddress entries of subjectAltName in their usual text form. */
  readonly ipAddresses: readonly string[];
  /** Key usages and extended key usages in the words of certificates.k8s.io/v1: `digital signature`, `server auth`. */
  readonly keyUsages: readonly string[];
  /** `RSA-2048`, `ECDSA-P-256`, `Ed25519`. */
  readonly keyAlgorithm: string;
  /** basicConstraints cA. */
  readonly isCA: boolean;
  /** The encoded certificate, kept to verify a chain with. Public. */
  readonly der: Uint8Array;
}

/** How a kubeconfig proves who it is. The certificate itself, where there is one, has a location of its own. */
export type UserCredential =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'path'; readonly certificate: string; readonly key?: string }
  /** `tokenId` is the public half of a bootstrap token (`abcdef` of `abcdef.0123456789abcdef`), absent for other tokens. */
  | { readonly kind: 'token'; readonly tokenId?: string }
  | { readonly kind: 'token-file'; readonly path: string }
  | { readonly kind: 'exec' }
  | { readonly kind: 'none' };

/** How a kubeconfig knows whom to trust. */
export type ClusterAuthority =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'path'; readonly certificate: string }
  | { readonly kind: 'none' };

/** What a kubeconfig says, without any secret in it. Paths are host paths, already absolute. */
export interface Kubeconfig {
  readonly kind: 'kubeconfig';
  /** The user and cluster that the current context names; absent where there is no usable current context. */
  readonly current?: { readonly user?: string; readonly cluster?: string };
  readonly users: readonly { readonly name: string; readonly credential: UserCredential }[];
  readonly clusters: readonly {
    readonly name: string;
    readonly server?: string;
    readonly authority: ClusterAuthority;
  }[];
}

/** What can be kept at a location. */
export type Content = Certificate | Kubeconfig;

/** What a look at one place can find wrong with it, by itself. */
export const LOOK_PROBLEM_REASONS = [
  'missing',
  'unreadable',
  'empty',
  'malformed',
  'too_large',
  'not_a_file',
  'link_loop',
  'dangling_link',
  'outside_root',
  'superseded_link',
  'key_mismatch',
  'key_missing',
] as const;

/** Why a place is not as it should be; the value of the label `reason`. A closed set: what looks see, and what rules deduce. */
export const PROBLEM_REASONS = [
  ...LOOK_PROBLEM_REASONS,
  'untrusted_chain',
  'names_lost',
  'embedded_not_rotating',
] as const;
export type ProblemReason = (typeof PROBLEM_REASONS)[number];

/** Something wrong with a place, said in one line that names no secret. */
export interface Problem {
  readonly reason: ProblemReason;
  readonly message: string;
}

/** What one look at one location found. It replaces the location's previous observation whole. */
export type Observation =
  /** The look came to an end: `contents` is all there is (nothing, where the file is gone). */
  | {
      readonly outcome: 'complete';
      readonly location: Location;
      readonly placement: Placement;
      readonly contents: readonly Content[];
      readonly problems: readonly Problem[];
    }
  /** The look failed: the last good contents stay, `problems` (never empty) say why. */
  | {
      readonly outcome: 'failed';
      readonly location: Location;
      readonly placement: Placement;
      readonly problems: readonly Problem[];
    };

/** What holds at a location now: the last good contents and the problems of the latest look. */
export interface Holding {
  readonly location: Location;
  readonly placement: Placement;
  readonly contents: readonly Content[];
  readonly problems: readonly Problem[];
  /** What the present contents replaced, while this process watched; empty when they replaced nothing. */
  readonly predecessor: readonly Content[];
}

/** Everything that holds now, at one moment. */
export type Snapshot = readonly Holding[];

/** Why a source as a whole cannot do its work; the value of the label `reason` of its errors. A closed set. */
export const SOURCE_ERROR_REASONS = ['root_unreadable', 'watch_failed', 'limit_reached'] as const;
export type SourceErrorReason = (typeof SOURCE_ERROR_REASONS)[number];

/** Where a source delivers what it sees. */
export interface Sink {
  observe(observation: Observation): void;
  /** The location is no longer looked at: its series end. */
  forget(location: Location): void;
  /** Something went wrong with the source itself, not with one location. */
  error(reason: SourceErrorReason, message: string): void;
  /** A complete look has come to its end: the source is up. */
  looked(at: Instant): void;
  /** The source can no longer look at all: it is down until it has `looked` again. */
  down(): void;
}

/** One kind of place to look at. */
export interface Source {
  readonly name: SourceName;
  /** The node whose places these are; absent for what belongs to the cluster. */
  readonly node?: string;
  /** Resolves after the first complete look, and goes on until `signal` is aborted. Rejects on bugs only. */
  start(sink: Sink, signal: AbortSignal): Promise<void>;
}

/** How much it matters; the label `severity` of an alert. */
export type Severity = 'critical' | 'warning' | 'info';

/** The alerts; each has a runbook of its name. */
export const ALERT_NAMES = [
  'KubecertCertificateExpired',
  'KubecertCertificateExpiringSoon',
  'KubecertCertificateNotYetValid',
  'KubecertCAExpiring',
  'KubecertRenewalOverdue',
  'KubecertRestartNeeded',
  'KubecertServingCertificateOutOfSync',
  'KubecertServedCertificateStale',
  'KubecertControlPlaneDiverged',
  'KubecertKubeconfigStale',
  'KubecertKubeletRestartUnsafe',
  'KubecertKubeletNotRotating',
  'KubecertCSRPending',
  'KubecertCSRNotIssued',
  'KubecertCSRRejected',
  'KubecertCSRStorm',
  'KubecertBootstrapTokenExpiring',
  'KubecertCertificateProblem',
  'KubecertSourceDown',
  'KubecertExporterAbsent',
] as const;
export type AlertName = (typeof ALERT_NAMES)[number];

/** Something that a person should know, or do. */
export interface Finding {
  /** The rule that found it, in kebab-case. */
  readonly rule: string;
  readonly severity: Severity;
  readonly location: Location;
  /** One line: what, where, when. */
  readonly summary: string;
  /** The moment that the summary speaks of, past or to come; absent where it speaks of now alone. */
  readonly when?: Instant;
  /** One line: what to do first. Absent where there is nothing to do. */
  readonly nextStep?: string;
  /** The alert that pages for the same, and whose runbook explains it. */
  readonly runbook: AlertName;
  /** The reason under which `kubecert_certificate_problem` shows it; absent where another metric does. */
  readonly problem?: ProblemReason;
}

/** A finding rule: pure, so that it can be asked about any moment. */
export type FindingRule = (snapshot: Snapshot, now: Instant) => readonly Finding[];

/** Milliseconds of a day, the unit that certificates are counted in. */
export const DAY = 86_400_000;
