import type { KubeletAssessment } from '../findings/kubelet-restart.ts';
import { byLocation } from '../location.ts';
import type { Snapshot } from '../model.ts';
import { locatedProblems, type Report } from '../findings/report.ts';
import type { SourceState } from '../store.ts';
import { type CertificateSeries, certificateSeries } from './certificate-series.ts';
import type { Subjects } from './family.ts';
import { labelText } from './labels.ts';
import { problemLabels } from './problem-labels.ts';

/** Everything that is known at one moment, of kubelets and of the sources as well. */
export interface Known extends Report {
  readonly kubelets: readonly KubeletAssessment[];
  readonly sources: readonly SourceState[];
}

/** Every subject there is, each once: what has the same labels as another one is left out and counted. */
export type AllSubjects = { readonly [Per in keyof Subjects]: readonly Subjects[Per][] };

export function subjectsOf(known: Known): AllSubjects {
  const certificate = certificatesOf(known.snapshot);
  const problem = distinct(locatedProblems(known), problemLabels);
  const kubelet = distinct(known.kubelets, ({ node }) => node ?? '');
  const source = distinct(known.sources, ({ name, node }) => labelText({ name, node }));
  return {
    certificate: certificate.kept,
    problem: problem.kept,
    kubelet: kubelet.kept,
    source: source.kept,
    exposition: [{ duplicates: certificate.left + problem.left + kubelet.left + source.left }],
  };
}

interface Distinct<T> {
  readonly kept: readonly T[];
  readonly left: number;
}

/** The first one of each key. */
function distinct<T>(all: readonly T[], keyOf: (one: T) => string): Distinct<T> {
  const seen = new Map<string, T>();
  for (const one of all) {
    const key = keyOf(one);
    if (!seen.has(key)) seen.set(key, one);
  }
  return { kept: [...seen.values()], left: all.length - seen.size };
}

const certificates = new WeakMap<Snapshot, Distinct<CertificateSeries>>();

/** By location, so that the order is the same after every start; worked out once per snapshot. */
function certificatesOf(snapshot: Snapshot): Distinct<CertificateSeries> {
  const before = certificates.get(snapshot);
  if (before !== undefined) return before;
  const found = distinct(snapshot.toSorted(byLocation).flatMap(certificateSeries), ({ labels }) => labels);
  certificates.set(snapshot, found);
  return found;
}
