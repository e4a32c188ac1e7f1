import type { FindingRule, ProblemReason, Severity } from '../model.ts';
import { place } from './wording.ts';

/** What a kind of problem is worth, and how several of it are spoken of: `3 places on cp-1 cannot be read`. */
interface ProblemKind {
  readonly severity: Severity;
  readonly nextStep: string;
  readonly noun: string;
  readonly predicate: string;
}

/** Critical is what breaks a component at its next start, or has broken it already. */
export const PROBLEM_KINDS: Readonly<Record<ProblemReason, ProblemKind>> = {
  missing: {
    severity: 'critical',
    nextStep: 'find out who removed it, and put it back from a backup or have it issued again',
    noun: 'files',
    predicate: 'are not there',
  },
  dangling_link: {
    severity: 'critical',
    nextStep: 'find out what became of the file that it names (ls -l), or let its owner make a new one',
    noun: 'links',
    predicate: 'lead nowhere',
  },
  empty: {
    severity: 'critical',
    nextStep: 'put it back from a backup or have it issued again',
    noun: 'files',
    predicate: 'are empty',
  },
  malformed: {
    severity: 'critical',
    nextStep: 'look at what is in it; put it back from a backup or have it issued again',
    noun: 'places',
    predicate: 'do not hold what they should',
  },
  key_mismatch: {
    severity: 'critical',
    nextStep: 'put the key back that the certificate was issued for, or have it issued again with this one',
    noun: 'certificates',
    predicate: 'do not belong to their private keys',
  },
  key_missing: {
    severity: 'critical',
    nextStep: 'put the key back from a backup, or have the certificate issued again with a new key',
    noun: 'certificates',
    predicate: 'lack their private keys',
  },
  untrusted_chain: {
    severity: 'critical',
    nextStep: 'have it issued again by the CA of its place',
    noun: 'certificates',
    predicate: 'do not chain to the CA of their place',
  },
  names_lost: {
    severity: 'warning',
    nextStep: 'have it issued again with these names in subjectAltName',
    noun: 'certificates',
    predicate: 'lack names',
  },
  embedded_not_rotating: {
    severity: 'warning',
    nextStep: 'let the kubeconfig name the certificate by path',
    noun: 'embedded certificates',
    predicate: 'are renewed by nobody',
  },
  superseded_link: {
    severity: 'warning',
    nextStep: 'find out why the link was not turned (journalctl -u kubelet), then restart its owner',
    noun: 'links',
    predicate: 'lead to what has been superseded',
  },
  link_loop: {
    severity: 'warning',
    nextStep: 'correct the links on the way to it (namei -l)',
    noun: 'links',
    predicate: 'lead back to themselves',
  },
  not_a_file: {
    severity: 'warning',
    nextStep: 'find out what stands in its place (ls -ld)',
    noun: 'places',
    predicate: 'hold no regular file',
  },
  unreadable: {
    severity: 'warning',
    nextStep: 'run this program as root, or as a user who may read it',
    noun: 'places',
    predicate: 'cannot be read',
  },
  too_large: {
    severity: 'warning',
    nextStep: 'raise files.maxFileSize in the configuration, or exclude the file',
    noun: 'files',
    predicate: 'are too large to be read',
  },
  outside_root: {
    severity: 'warning',
    nextStep: 'mount what the link leads to below the host root as well',
    noun: 'places',
    predicate: 'lie outside the host root',
  },
};

/** Everything that a look found wrong with a place, in the words of the look. */
export const problem: FindingRule = (snapshot) =>
  snapshot.flatMap(({ location, problems }) =>
    problems.map(({ reason, message }) => ({
      rule: 'problem',
      severity: PROBLEM_KINDS[reason].severity,
      location,
      summary: `${place(location)}: ${withoutPath(message, location.path)}`,
      nextStep: PROBLEM_KINDS[reason].nextStep,
      runbook: 'KubecertCertificateProblem',
      problem: reason,
    })),
  );

/** Most looks begin with the path; the others speak of a file on the way. */
function withoutPath(message: string, path: string): string {
  return message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
}
