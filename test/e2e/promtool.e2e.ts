/** Prometheus' own tool reads what is exposed. It has to be installed: `promtool` comes with Prometheus. */
import { describe, it } from 'node:test';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import { exposition } from '../../src/metrics/exposition.ts';
import { createOwnRegistry, ownMetrics } from '../../src/metrics/own.ts';
import { SOURCE_ERROR_REASONS } from '../../src/model.ts';
import { NOW, sampleCertificate } from '../certificates.ts';
import { assertPromtoolAccepts } from './promtool.ts';

describe('promtool check metrics', () => {
  it('accepts everything, and objects only to days that people count in', async () => {
    const own = await ownMetrics(createOwnRegistry({ version: '1.2.3' }));
    const known = {
      at: NOW,
      snapshot: [HOSTILE, `${HOSTILE}\n`].map((name) => ({
        location: { path: `/${name}`, source: 'files', node: name } as const,
        placement: { component: name },
        contents: [
          sampleCertificate({
            subject: name,
            subjectCommonName: name,
            dnsNames: Array.from({ length: 999 }, () => name),
          }),
        ],
        problems: [{ reason: 'malformed', message: name } as const],
        predecessor: [],
      })),
      findings: [],
      thresholds: DEFAULT_THRESHOLDS,
      kubelets: [],
      sources: [
        {
          name: 'files',
          up: false,
          locations: 2,
          errors: new Map(SOURCE_ERROR_REASONS.map((reason) => [reason, 0] as const)),
        } as const,
      ],
    };
    assertPromtoolAccepts([...exposition(known, own, 'text')].join(''));
  });
});

/** Every character of one UTF-16 code unit up to U+00FF, and what is no character. */
const HOSTILE = `${Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('')}\u2028\u202E\uD800 \uDC00"} 1\\`;
