/** What K3s and RKE2, which is built from it, call themselves in file names, units and commands. */
export interface Program {
  readonly name: 'k3s' | 'rke2';
  /** The systemd units of a server and of an agent. */
  readonly server: string;
  readonly agent: string;
}

/**
 * From how many days left on a start renews a leaf (k3s-io/k3s pkg/daemons/config CertificateRenewDays): 120 since
 * v1.33.1, v1.32.5, v1.31.9 and v1.30.13 of May 2025, 90 before.
 */
export const RENEWAL_WINDOW_DAYS = 120;
