import type { KubeletAssessment } from '../findings/kubelet-restart.ts';
import type { Instant } from '../model.ts';
import type { LocatedProblem } from '../findings/report.ts';
import type { SourceState } from '../store.ts';
import type { CertificateSeries } from './certificate-series.ts';

/** What the metric families speak about, by the name that a family's `per` uses. */
export interface Subjects {
  readonly certificate: CertificateSeries;
  readonly problem: LocatedProblem;
  readonly kubelet: KubeletAssessment;
  readonly source: SourceState;
  readonly exposition: ExpositionState;
}

/** What an exposition says of itself. */
export interface ExpositionState {
  /** Subjects left out because another one has the same labels. */
  readonly duplicates: number;
}

/** One series at one moment. */
export interface Sample {
  /** Label text without its braces. */
  readonly labels: string;
  readonly value: number;
}

/** One row of the table of metrics: a name, what it means, and how one subject becomes its samples. */
interface FamilyPer<Per extends keyof Subjects> {
  readonly name: `kubecert_${string}`;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly unit?: 'days' | 'seconds';
  /** Label names and what their values mean, for the reference. */
  readonly labels: Readonly<Record<string, string>>;
  readonly per: Per;
  readonly samples: (subject: Subjects[Per], now: Instant) => readonly Sample[];
}

export type Family<Per extends keyof Subjects = keyof Subjects> = { [P in Per]: FamilyPer<P> }[Per];
