import type { FindingRule, ProblemReason, Severity } from '../model.ts';

interface Weight {
  readonly severity: Severity;
  readonly nextStep: string;
}

/** What each kind of problem is worth. Critical is what breaks a component at its next start, or has broken it already. */
const WEIGHTS: Readonly<Record<ProblemReason, Weight>> = {
  missing: {
    severity: 'critical',
    nextStep: 'find out who removed it, and put it back from a backup or have it issued again',
  },
  dangling_link: {
    severity: 'critical',
    nextStep: 'find out what became of the file that it names (ls -l), or let its owner make a new one',
  },
  empty: { severity: 'critical', nextStep: 'put it back from a backup or have it issued again' },
  malformed: {
    severity: 'critical',
    nextStep: 'look at it (openssl x509 -noout -text); put it back from a backup or have it issued again',
  },
  key_mismatch: {
    severity: 'critical',
    nextStep: 'put the key back that the certificate was issued for, or have it issued again with this one',
  },
  untrusted_chain: { severity: 'critical', nextStep: 'have it issued again by the CA of its place' },
  names_lost: { severity: 'warning', nextStep: 'have it issued again with these names in subjectAltName' },
  embedded_not_rotating: { severity: 'warning', nextStep: 'let the kubeconfig name the certificate by path' },
  superseded_link: {
    severity: 'warning',
    nextStep: 'find out why the link was not turned (journalctl -u kubelet), then restart its owner',
  },
  link_loop: { severity: 'warning', nextStep: 'correct the links on the way to it (namei -l)' },
  not_a_file: { severity: 'warning', nextStep: 'find out what stands in its place (ls -ld)' },
  unreadable: {
    severity: 'warning',
    nextStep: 'let this program read it: as root, or with a read-only mount of the folder',
  },
  too_large: { severity: 'warning', nextStep: 'raise the size limit, or exclude the file' },
  outside_root: { severity: 'warning', nextStep: 'mount what the link leads to below the host root as well' },
};

/** Everything that a look found wrong with a place, in the words of the look. */
export const problem: FindingRule = (snapshot) =>
  snapshot.flatMap(({ location, problems }) =>
    problems.map(({ reason, message }) => ({
      rule: 'problem',
      severity: WEIGHTS[reason].severity,
      location,
      summary: message,
      nextStep: WEIGHTS[reason].nextStep,
      runbook: 'KubecertCertificateProblem',
      problem: reason,
    })),
  );
