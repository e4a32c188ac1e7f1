import { PROBLEM_REASONS } from '../model.ts';
import type { LocatedProblem } from '../findings/report.ts';
import { labelText } from './labels.ts';
import { LOCATION_LABELS, locationLabels } from './location-labels.ts';

export const PROBLEM_LABELS = {
  ...LOCATION_LABELS,
  reason: `why the place is not as it should be, one of ${PROBLEM_REASONS.join(', ')}`,
} as const;

/** Label text of a problem's series. */
export function problemLabels({ location, reason }: LocatedProblem): string {
  const labels: Record<keyof typeof PROBLEM_LABELS, string | undefined> = {
    ...locationLabels(location),
    reason,
  };
  return labelText(labels);
}
