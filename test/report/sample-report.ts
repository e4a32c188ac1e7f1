/** Reports as data, for tests of what is made from them. */
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type { Certificate, Finding, Holding, Location, Placement, Problem } from '../../src/model.ts';
import type { Report } from '../../src/findings/report.ts';
import { NOW } from '../certificates.ts';

export function fileAt(path: string, node?: string): Location {
  return { path, source: 'files', ...(node !== undefined && { node }) };
}

/** What a file of node cp-1 holds. */
export function held(
  path: string,
  certificates: readonly Certificate[],
  placement: Placement = {},
  problems: readonly Problem[] = [],
): Holding {
  return { location: fileAt(path, 'cp-1'), placement, contents: certificates, problems, predecessor: [] };
}

/** A finding about a file of node cp-1. */
export function sampleFinding(path: string, changes: Partial<Finding> = {}): Finding {
  return {
    rule: 'expiry',
    severity: 'warning',
    location: fileAt(path, 'cp-1'),
    summary: `certificate at ${path} on cp-1 expires in 20 days`,
    runbook: 'KubecertCertificateExpiringSoon',
    ...changes,
  };
}

export function sampleReport(snapshot: readonly Holding[], findings: readonly Finding[] = []): Report {
  return { at: NOW, snapshot, findings, thresholds: DEFAULT_THRESHOLDS };
}
