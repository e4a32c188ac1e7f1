import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../arguments.ts';
import { parseConfig } from '../config.ts';
import { HEALTHY } from '../demo/healthy.ts';
import { type SampleHost, writeHost } from '../demo/hosts/host.ts';
import { INCIDENTS } from '../demo/incidents.ts';
import type { SampleCluster } from '../demo/sample-cluster.ts';
import { type FindingGroup, groupFindings } from '../findings/finding-group.ts';
import { findings } from '../findings/rules.ts';
import { DEFAULT_THRESHOLDS } from '../findings/thresholds.ts';
import { formatListenAddress } from '../notation/listen-address.ts';
import { createLog, standardError } from '../log.ts';
import type { Finding, Instant } from '../model.ts';
import { colored, type Paint, plain } from '../report/paint.ts';
import { reportTable } from '../report/table.ts';
import { filesSource } from '../sources/files/files.ts';
import { createStore, type Store } from '../store.ts';
import { wrap } from '../terminal-text.ts';
import { serveStore } from './http-server.ts';
import type { Surroundings } from './surroundings.ts';

/** Columns of a line, and of the place that a severity takes before what was found. */
const WIDTH = 100;
const INDENT = 14;

/** The sample hosts are looked at as a configuration without any key has it. */
const { files: FILES } = parseConfig('', '', {});

interface WrittenHost {
  readonly cluster: SampleCluster;
  readonly host: SampleHost;
  readonly root: string;
}

/** Writes the sample hosts into a temporary folder, watches them like real ones, and says what there is to see. */
export async function demo(
  command: Extract<Command, { kind: 'demo' }>,
  surroundings: Surroundings,
): Promise<number> {
  const { clock, stdout } = surroundings;
  const folder = await mkdtemp(join(tmpdir(), 'kubecert-demo-'));
  // The hosts are watched until the demo ends, also when it ends because nothing can listen at the address.
  const ended = new AbortController();
  const stopped = AbortSignal.any([surroundings.stopped, ended.signal]);
  try {
    stdout.write('Minting the certificates of the sample clusters …\n\n');
    const hosts = await writeHosts(folder, clock());
    const within = { ...surroundings, stopped };
    await (command.once ? printReports(hosts, within) : serveHosts(hosts, command, within));
    return 0;
  } finally {
    ended.abort();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeHosts(folder: string, now: Instant): Promise<readonly WrittenHost[]> {
  const written: WrittenHost[] = [];
  for (const cluster of [...INCIDENTS, ...HEALTHY]) {
    for (const host of await cluster.hosts(now)) {
      const root = join(folder, cluster.id, host.node);
      await writeHost(root, host.files);
      written.push({ cluster, host, root });
    }
  }
  return written;
}

async function watchHost(
  store: Store,
  { host, root }: WrittenHost,
  interval: number | undefined,
  { clock, stopped }: Surroundings,
): Promise<void> {
  const source = filesSource({
    hostRoot: root,
    node: host.node,
    distributions: 'auto',
    places: true,
    paths: [],
    exclude: [],
    maxFileSize: FILES.maxFileSize,
    ...(interval !== undefined && { interval }),
    clock,
  });
  await source.start(store.sinkFor(source), stopped);
}

async function printReports(hosts: readonly WrittenHost[], surroundings: Surroundings): Promise<void> {
  const { clock, stdout } = surroundings;
  const paint = stdout.isTTY ? colored : plain;
  for (const written of hosts) {
    const { cluster, host } = written;
    const store = createStore();
    await watchHost(store, written, undefined, surroundings);
    const snapshot = store.snapshot();
    const at = clock();
    const thresholds = DEFAULT_THRESHOLDS;
    const report = { at, snapshot, findings: findings(snapshot, at, thresholds), thresholds };
    const heading = { node: host.node, isAssumed: false };
    stdout.write(`${clusterTitle(cluster, paint)}\n`);
    stdout.write(`${reportTable(report, { asked: [], failures: [] }, heading, paint)}\n`);
  }
}

async function serveHosts(
  hosts: readonly WrittenHost[],
  { listen }: Extract<Command, { kind: 'demo' }>,
  surroundings: Surroundings,
): Promise<void> {
  const { clock, stdout, stopped } = surroundings;
  const store = createStore();
  for (const host of hosts) await watchHost(store, host, FILES.interval, surroundings);
  const server = await serveStore(store, { listen, clock, log: createLog('warn', standardError(), clock) });

  const paint = stdout.isTTY ? colored : plain;
  const now = clock();
  const found = findings(store.snapshot(), now, DEFAULT_THRESHOLDS);
  const origin = `http://${formatListenAddress(server.address)}`;
  stdout.write(`${overview(hosts, found, now, paint)}\n`);
  stdout.write(
    `The same, live:\n` +
      `  ${origin}/             a page: what to do first, then every certificate\n` +
      `  ${origin}/metrics      what Prometheus scrapes; try: curl -s ${origin}/metrics | grep days_to_expiry\n` +
      `  ${origin}/api/v1/findings\n` +
      `The files lie in ${hosts[0] === undefined ? '' : join(hosts[0].root, '../..')}; change one and look again. ` +
      `Ctrl-C ends it and removes them.\n`,
  );
  await server.closed(stopped);
}

/** Every sample cluster with what was found on each of its hosts, worst first. */
function overview(
  hosts: readonly WrittenHost[],
  found: readonly Finding[],
  now: Instant,
  paint: Paint,
): string {
  const blocks = [...Map.groupBy(hosts, ({ cluster }) => cluster)].map(([cluster, members]) => {
    const lines = members.flatMap(({ host: { node } }) => {
      const own = found.filter(({ location, severity }) => location.node === node && severity !== 'info');
      if (own.length === 0) return [`  ${node}: ${paint('good', 'nothing to do')}`];
      return [`  ${node}:`, ...groupFindings(own, now).flatMap((group) => groupLines(group, paint))];
    });
    return `${clusterTitle(cluster, paint)}\n${lines.join('\n')}\n`;
  });
  return blocks.join('\n');
}

function clusterTitle({ id, title, story }: SampleCluster, paint: Paint): string {
  const name = /^[A-E]$/.test(id) ? `Incident ${id}: ${title}` : `Healthy: ${title}`;
  return [paint('heading', name), ...wrap(story, WIDTH)].join('\n');
}

/** What was found, and where; the next step is on the page. */
function groupLines(
  { findings: [{ severity }], summary, details }: FindingGroup,
  paint: Paint,
): readonly string[] {
  const [first = '', ...rest] = [summary, ...details].flatMap((text) => wrap(text, WIDTH - INDENT));
  return [
    `    ${paint(severity, severity.padEnd(9))} ${first}`,
    ...rest.map((line) => ' '.repeat(INDENT) + line),
  ];
}
