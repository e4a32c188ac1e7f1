import type { Request } from 'express';
import type { Registry } from 'prom-client';
import { assessKubelets } from '../findings/kubelet-restart.ts';
import { findings } from '../findings/rules.ts';
import { DEFAULT_THRESHOLDS } from '../findings/thresholds.ts';
import { exposition } from '../metrics/exposition.ts';
import { ownMetrics } from '../metrics/own.ts';
import type { Known } from '../metrics/subjects.ts';
import type { Instant } from '../model.ts';
import { documentText, reportDocument } from '../report/document.ts';
import type { Store } from '../store.ts';
import { acceptedFormat, CONTENT_TYPES } from './accept.ts';
import { page } from './page.ts';

/** Where answers come from. */
export interface Knowledge {
  readonly store: Pick<Store, 'snapshot' | 'sources'>;
  /** The program's own metrics. */
  readonly registry: Registry;
  readonly version: string;
  readonly now: () => Instant;
}

/** What is answered, in pieces that are made when they are asked for. */
export interface Answer {
  readonly type: string;
  readonly pieces: Iterable<string>;
}

export type Answering = (request: Request) => Answer | Promise<Answer>;

/** What each path answers. */
export function answersOf(knowledge: Knowledge): Readonly<Record<string, Answering>> {
  return {
    '/': () => ({
      type: 'text/html; charset=utf-8',
      pieces: [page(knownNow(knowledge), knowledge.version)],
    }),
    '/metrics': async ({ headers }) => {
      const format = acceptedFormat(headers.accept);
      const own = await ownMetrics(knowledge.registry);
      return { type: CONTENT_TYPES[format], pieces: exposition(knownNow(knowledge), own, format) };
    },
    '/api/v1/certificates': () => {
      const { findings: _, ...document } = reportDocument(knownNow(knowledge));
      return json(document);
    },
    '/api/v1/findings': () => {
      const { at, problems, findings: found } = reportDocument(knownNow(knowledge));
      return json({ at, problems, findings: found });
    },
  };
}

function knownNow({ store, now }: Knowledge): Known {
  const at = now();
  const snapshot = store.snapshot();
  return {
    at,
    snapshot,
    thresholds: DEFAULT_THRESHOLDS,
    findings: findings(snapshot, at, DEFAULT_THRESHOLDS),
    kubelets: assessKubelets(snapshot, at),
    sources: store.sources(),
  };
}

function json(document: object): Answer {
  return { type: 'application/json; charset=utf-8', pieces: [documentText(document)] };
}
