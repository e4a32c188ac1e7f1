import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problem } from '../../src/findings/problem.ts';
import { PROBLEM_REASONS } from '../../src/model.ts';
import { NOW } from '../certificates.ts';
import { certificate, held } from './holdings.ts';

describe('what a look found wrong', () => {
  it('is said in the words of the look, each reason for itself', () => {
    const holding = held('/etc/kubernetes/pki/apiserver.crt', [certificate()], {
      problems: ['key_mismatch', 'unreadable'],
    });
    assert.deepEqual(problem([holding], NOW), [
      {
        rule: 'problem',
        severity: 'critical',
        location: holding.location,
        summary: '/etc/kubernetes/pki/apiserver.crt on node-1: key_mismatch',
        nextStep:
          'put the key back that the certificate was issued for, or have it issued again with this one',
        runbook: 'KubecertCertificateProblem',
        problem: 'key_mismatch',
      },
      {
        rule: 'problem',
        severity: 'warning',
        location: holding.location,
        summary: '/etc/kubernetes/pki/apiserver.crt on node-1: unreadable',
        nextStep: 'run this program as root, or as a user who may read it',
        runbook: 'KubecertCertificateProblem',
        problem: 'unreadable',
      },
    ]);
  });

  it('names the place first, where the look speaks of a file on the way to it', () => {
    const holding = {
      ...held('/etc/kubernetes/pki/ca.crt', []),
      problems: [{ reason: 'unreadable', message: '/etc/kubernetes/ssl: cannot be read (EACCES)' }],
    } as const;
    assert.deepEqual(
      problem([holding], NOW).map(({ summary }) => summary),
      ['/etc/kubernetes/pki/ca.crt on node-1: /etc/kubernetes/ssl: cannot be read (EACCES)'],
    );
  });

  it('has a next step whatever the reason', () => {
    for (const finding of problem([held('/a.crt', [], { problems: PROBLEM_REASONS })], NOW)) {
      assert.ok(finding.nextStep, finding.problem);
    }
  });

  it('is nothing where nothing is', () => {
    assert.deepEqual(problem([held('/a.crt', [certificate()])], NOW), []);
  });
});
