import type { Instant } from '../model.ts';
import type { SampleHost } from './hosts/host.ts';

/** Machines that are shown together: what an incident left behind, or a healthy cluster. */
export interface SampleCluster {
  /** `A` to `E` for the incidents, the distribution's name for healthy ones. */
  readonly id: string;
  readonly title: string;
  /** What happened, in one sentence. */
  readonly story: string;
  /** Mints its certificates, their dates relative to `now`. Serial numbers are the same at every run, keys are not. */
  readonly hosts: (now: Instant) => Promise<readonly SampleHost[]>;
}
