import type { KubeletRestartReason } from '../findings/kubelet-restart.ts';
import type { Instant } from '../model.ts';
import { DAY, LOOK_PROBLEM_REASONS, SOURCE_ERROR_REASONS, SOURCE_NAMES } from '../model.ts';
import { CERTIFICATE_LABELS, DETAIL_LABELS } from './certificate-series.ts';
import type { Family } from './family.ts';
import { labelText } from './labels.ts';
import { PROBLEM_LABELS, problemLabels } from './problem-labels.ts';

const KUBELET_LABELS = { node: 'the node whose kubelet it is' } as const;

/** A record, so that no reason can be forgotten. */
const RESTART_REASONS: Readonly<Record<KubeletRestartReason, true>> = {
  client_certificate_valid: true,
  bootstrap_kubeconfig: true,
  kubeconfig_missing: true,
  kubeconfig_malformed: true,
  certificate_authority_unusable: true,
  no_client_certificate: true,
  client_certificate_missing: true,
  client_certificate_malformed: true,
  client_certificate_expired: true,
  key_missing: true,
  key_mismatch: true,
};

const SOURCE_LABELS = {
  source: `the kind of place, one of ${SOURCE_NAMES.join(', ')}`,
  node: 'the node whose places it looks at',
} as const;

/** The metric families about certificates, in the order in which they are written. */
export const FAMILIES: readonly Family[] = [
  {
    name: 'kubecert_certificate_days_to_expiry',
    type: 'gauge',
    help: 'Days until the certificate expires, with fractions; negative once it has expired.',
    unit: 'days',
    labels: CERTIFICATE_LABELS,
    per: 'certificate',
    samples: ({ certificate, labels }, now) => [{ labels, value: (certificate.notAfter - now) / DAY }],
  },
  {
    name: 'kubecert_certificate_not_after_timestamp_seconds',
    type: 'gauge',
    help: 'When the certificate expires, in Unix time.',
    unit: 'seconds',
    labels: CERTIFICATE_LABELS,
    per: 'certificate',
    samples: ({ certificate, labels }) => [{ labels, value: seconds(certificate.notAfter) }],
  },
  {
    name: 'kubecert_certificate_not_before_timestamp_seconds',
    type: 'gauge',
    help: 'When the certificate becomes valid, in Unix time.',
    unit: 'seconds',
    labels: CERTIFICATE_LABELS,
    per: 'certificate',
    samples: ({ certificate, labels }) => [{ labels, value: seconds(certificate.notBefore) }],
  },
  {
    name: 'kubecert_certificate_info',
    type: 'gauge',
    help: 'What is written in the certificate; always 1.',
    labels: { ...CERTIFICATE_LABELS, ...DETAIL_LABELS },
    per: 'certificate',
    samples: ({ labels, details }) => [{ labels: `${labels},${details}`, value: 1 }],
  },
  {
    name: 'kubecert_certificate_problem',
    type: 'gauge',
    help: 'Something is wrong with the place or with what is kept there; 1 while it is.',
    labels: PROBLEM_LABELS,
    per: 'problem',
    samples: (problem) => [{ labels: problemLabels(problem), value: 1 }],
  },
  {
    name: 'kubecert_kubelet_restart_safe',
    type: 'gauge',
    help: 'Whether the kubelet would come up if it were restarted now.',
    labels: {
      ...KUBELET_LABELS,
      reason: `why it would, or would not, one of ${Object.keys(RESTART_REASONS).join(', ')}`,
    },
    per: 'kubelet',
    samples: ({ node, reason, safe }) => [{ labels: labelText({ node, reason }), value: Number(safe) }],
  },
  {
    name: 'kubecert_kubelet_restart_safe_until_timestamp_seconds',
    type: 'gauge',
    help: 'Until when the kubelet would come up if nothing is renewed, in Unix time.',
    unit: 'seconds',
    labels: KUBELET_LABELS,
    per: 'kubelet',
    samples: ({ node, safeUntil }) =>
      safeUntil === undefined ? [] : [{ labels: labelText({ node }), value: seconds(safeUntil) }],
  },
  {
    name: 'kubecert_source_up',
    type: 'gauge',
    help: 'Whether the latest complete look at all places of the source succeeded; 0 before the first one.',
    labels: SOURCE_LABELS,
    per: 'source',
    samples: ({ name, node, up }) => [{ labels: labelText({ source: name, node }), value: Number(up) }],
  },
  {
    name: 'kubecert_source_last_success_timestamp_seconds',
    type: 'gauge',
    help: 'When the source last looked at all its places, in Unix time; 0 before the first time.',
    unit: 'seconds',
    labels: SOURCE_LABELS,
    per: 'source',
    samples: ({ name, node, lastSuccess = 0 }) => [
      { labels: labelText({ source: name, node }), value: seconds(lastSuccess) },
    ],
  },
  {
    name: 'kubecert_source_locations',
    type: 'gauge',
    help: 'Places that the source looks at now.',
    labels: SOURCE_LABELS,
    per: 'source',
    samples: ({ name, node, locations }) => [{ labels: labelText({ source: name, node }), value: locations }],
  },
  {
    name: 'kubecert_source_errors_total',
    type: 'counter',
    help: 'Problems that looks have met, and failures of the source itself, since the start.',
    labels: {
      ...SOURCE_LABELS,
      reason: `one of ${[...LOOK_PROBLEM_REASONS, ...SOURCE_ERROR_REASONS].join(', ')}`,
    },
    per: 'source',
    samples: ({ name, node, errors }) =>
      [...errors].map(([reason, value]) => ({ labels: labelText({ source: name, node, reason }), value })),
  },
  {
    name: 'kubecert_duplicate_series',
    type: 'gauge',
    help: 'Certificates, problems, kubelets and sources left out of this answer, since another has the same labels.',
    labels: {},
    per: 'exposition',
    samples: ({ duplicates }) => [{ labels: '', value: duplicates }],
  },
];

function seconds(instant: Instant): number {
  return instant / 1000;
}
