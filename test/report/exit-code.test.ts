import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding, Holding, ProblemReason } from '../../src/model.ts';
import { type ExitCode, exitCode } from '../../src/report/exit-code.ts';
import { sampleCertificate, validDays } from '../certificates.ts';
import { held, sampleFinding, sampleReport } from './sample-report.ts';

const HEALTHY = held('/ok.crt', [sampleCertificate()]);

/** A place with a problem, and the finding that speaks of it. */
function troubled(reason: ProblemReason, severity: Finding['severity']): [Holding, Finding] {
  return [
    held('/bad.crt', [], {}, [{ reason, message: `/bad.crt is ${reason}` }]),
    sampleFinding('/bad.crt', { severity, problem: reason }),
  ];
}

describe('the exit code', () => {
  const [unreadable, ofUnreadable] = troubled('unreadable', 'warning');
  const [missing, ofMissing] = troubled('missing', 'critical');
  const [malformed, ofMalformed] = troubled('malformed', 'critical');
  const warning = sampleFinding('/ok.crt');

  interface Case {
    readonly what: string;
    readonly code: ExitCode;
    readonly snapshot?: readonly Holding[];
    readonly findings?: readonly Finding[];
    readonly asked?: readonly string[];
    readonly failures?: readonly string[];
  }

  const cases: readonly Case[] = [
    { what: 'all is well', code: 0 },
    {
      what: 'there is only information',
      code: 0,
      findings: [sampleFinding('/ok.crt', { severity: 'info' })],
    },
    { what: 'a finding warns', code: 1, findings: [warning] },
    {
      what: 'a finding is critical',
      code: 2,
      findings: [warning, sampleFinding('/ok.crt', { severity: 'critical' })],
    },
    {
      what: 'a certificate is about to expire',
      code: 1,
      snapshot: [held('/a.crt', [sampleCertificate(validDays(-345, 20))], { renewal: 'manual' })],
    },
    {
      what: 'a certificate expires within days',
      code: 2,
      snapshot: [held('/a.crt', [sampleCertificate(validDays(-300, 6))])],
    },
    {
      what: 'a certificate has expired',
      code: 2,
      snapshot: [held('/a.crt', [sampleCertificate(validDays(-300, -1))])],
    },
    {
      what: 'a certificate is not yet valid',
      code: 2,
      snapshot: [held('/a.crt', [sampleCertificate(validDays(1, 300))])],
    },
    { what: 'a file cannot be read', code: 3, snapshot: [HEALTHY, unreadable], findings: [ofUnreadable] },
    {
      what: 'a file cannot be read, and something warns',
      code: 1,
      snapshot: [HEALTHY, unreadable],
      findings: [ofUnreadable, warning],
    },
    { what: 'a file is broken', code: 2, snapshot: [HEALTHY, malformed], findings: [ofMalformed] },
    { what: 'a file has a problem that no rule speaks of', code: 3, snapshot: [HEALTHY, malformed] },
    { what: 'an expected file is missing', code: 2, snapshot: [HEALTHY, missing], findings: [ofMissing] },
    {
      what: 'a file that was asked for is missing',
      code: 3,
      snapshot: [HEALTHY, missing],
      findings: [ofMissing],
      asked: ['/bad.crt'],
    },
    {
      what: 'a file that was asked for is missing, and something warns',
      code: 1,
      snapshot: [HEALTHY, missing],
      findings: [ofMissing, warning],
      asked: ['/bad.crt'],
    },
    { what: 'a source could not look', code: 3, failures: ['/host cannot be listed'] },
    { what: 'there is no certificate', code: 3, snapshot: [] },
    { what: 'there are places, but no certificate in them', code: 3, snapshot: [held('/empty.conf', [])] },
  ];
  for (const { what, code, snapshot = [HEALTHY], findings = [], asked = [], failures = [] } of cases) {
    it(`is ${code} when ${what}`, () => {
      assert.equal(exitCode(sampleReport(snapshot, findings), { asked, failures }), code);
    });
  }
});
