/** An incident replayed: its hosts on the disk, the program on each of them, and a calendar of what it says when. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before } from 'node:test';
import { writeHost } from '../../src/demo/hosts/host.ts';
import { INCIDENTS } from '../../src/demo/incidents.ts';
import { findings } from '../../src/findings/rules.ts';
import { DAY, type Finding, type Instant, type Severity } from '../../src/model.ts';
import type { FindingDocument } from '../../src/report/document.ts';
import { createStore } from '../../src/store.ts';
import { type Cleanup, suiteCleanup } from '../cleanup.ts';
import { type Outcome, run, type Server, startServer } from '../program.ts';
import { Scrape } from '../scrape.ts';
import { lookAt } from '../store-of.ts';

/** One host of an incident, watched by a program of its own. */
export interface ReplayedHost {
  /** The folder that stands for the host's `/`. */
  readonly root: string;
  readonly server: Server;
  /** What /metrics says now. */
  scrape(): Promise<Scrape>;
  /** What /api/v1/findings says now. */
  findings(): Promise<readonly FindingDocument[]>;
  /** What `check` says as of another moment. */
  check(at: Instant): Promise<Outcome>;
  /**
   * When a finding would have been heard first, in days before the outage, by severity. A day is asked about in its
   * first minute: `{ warning: 30 }` was heard when the outage was 30 days away, and not when it was 31.
   * @param since the disk has been as it is from then on; for a year before the outage by default
   */
  warned(asked: {
    readonly rule: string;
    readonly location: string;
    readonly before: Instant;
    readonly since?: Instant;
  }): Partial<Record<Severity, number>>;
}

/** An incident as it is at the moment of the test. */
export interface Replay {
  /** The moment of the test, at a whole second, as certificates have it. */
  readonly now: Instant;
  on(node: string): ReplayedHost;
}

/** Days before an outage that a calendar goes back: no finding is older than the certificates of a year. */
const HORIZON = 365;

const MINUTE = 60_000;

/** Replays an incident for the suite in which it is called: set up before its first test, gone after its last. */
export function replayed(incident: 'A' | 'B' | 'C' | 'D' | 'E'): Replay {
  const now = Math.floor(Date.now() / 1000) * 1000;
  const hosts = new Map<string, ReplayedHost>();
  const cleanup = suiteCleanup();
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kubecert-scenario-'));
    cleanup.after(() => rm(folder, { recursive: true }));
    const cluster = INCIDENTS.find(({ id }) => id === incident);
    const members = (await cluster?.hosts(now)) ?? [];
    await Promise.all(
      members.map(async ({ node, files }) => {
        const root = join(folder, node);
        await writeHost(root, files);
        hosts.set(node, await replayHost(cleanup, root, node));
      }),
    );
  });
  return { now, on: (node) => hosts.get(node) ?? assert.fail(`no host ${node} in incident ${incident}`) };
}

async function replayHost(cleanup: Cleanup, root: string, node: string): Promise<ReplayedHost> {
  const flags = ['--host-root', root, '--node', node];
  const server = await startServer(cleanup, flags);
  const store = createStore();
  await lookAt(store, root, node, Date.now());
  const snapshot = store.snapshot();
  return {
    root,
    server,
    scrape: async () => new Scrape(await server.get('/metrics')),
    findings: async () => (JSON.parse(await server.get('/api/v1/findings')) as FindingsAnswer).findings,
    check: async (at) => run(cleanup, ['check', ...flags, '--at', new Date(at).toISOString()]),
    warned: ({ rule, location, before: outage, since = outage - HORIZON * DAY }) =>
      firstDays(outage, since, (at) =>
        findings(snapshot, at).filter((one) => one.rule === rule && one.location.path === location),
      ),
  };
}

interface FindingsAnswer {
  readonly findings: readonly FindingDocument[];
}

function firstDays(
  outage: Instant,
  since: Instant,
  heardAt: (at: Instant) => readonly Finding[],
): Partial<Record<Severity, number>> {
  const first: Partial<Record<Severity, number>> = {};
  for (let day = HORIZON; day >= 0; day -= 1) {
    const at = outage - day * DAY + MINUTE;
    if (at < since) continue;
    for (const { severity } of heardAt(at)) first[severity] ??= day;
  }
  return first;
}
