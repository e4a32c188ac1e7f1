import type { Command } from '../arguments.ts';
import { instantOf } from '../arguments/assumed-date.ts';
import { hostPath } from '../arguments/host-path.ts';
import { assessKubelets } from '../findings/kubelet-restart.ts';
import { findings } from '../findings/rules.ts';
import { exposition } from '../metrics/exposition.ts';
import { documentText, reportDocument } from '../report/document.ts';
import { type Circumstances, type ExitCode, exitCode } from '../report/exit-code.ts';
import { colored, plain } from '../report/paint.ts';
import type { Report } from '../findings/report.ts';
import { reportTable } from '../report/table.ts';
import { filesSource } from '../sources/files/files.ts';
import { createStore, type Store } from '../store.ts';
import { configurationOf, filesOptions } from './configuration.ts';
import type { Surroundings } from './surroundings.ts';

type CheckCommand = Extract<Command, { kind: 'check' }>;

/** Looks once, prints what it found, and says with its exit code how bad it is. */
export async function check(command: CheckCommand, surroundings: Surroundings): Promise<ExitCode> {
  const { clock, stdout, stopped, workingFolder } = surroundings;
  const config = configurationOf(command, surroundings);
  const asked = command.paths.map((path) => hostPath(path, config.hostRoot, workingFolder));
  const failures: string[] = [];
  const store = createStore((change) => {
    if (change.kind === 'source-error') failures.push(change.message);
  });
  const options = filesOptions(config);
  const source = filesSource({
    ...options,
    ...(asked.length > 0 && { places: false, paths: asked }),
    clock,
  });
  await source.start(store.sinkFor(source), stopped);

  const now = clock();
  const at = command.at === undefined ? now : instantOf(command.at, now);
  const snapshot = store.snapshot();
  const { thresholds } = command;
  const report: Report = { at, snapshot, findings: findings(snapshot, at, thresholds), thresholds };
  const circumstances: Circumstances = { asked, failures };
  for (const text of OUTPUTS[command.output]({
    command,
    report,
    circumstances,
    store,
    node: config.node,
    surroundings,
  })) {
    stdout.write(text);
  }
  return exitCode(report, circumstances);
}

interface Outcome {
  readonly command: CheckCommand;
  readonly report: Report;
  readonly circumstances: Circumstances;
  readonly store: Store;
  readonly node: string | undefined;
  readonly surroundings: Surroundings;
}

const OUTPUTS: Readonly<Record<CheckCommand['output'], (outcome: Outcome) => Iterable<string>>> = {
  table: ({ command, report, circumstances, node, surroundings: { stdout } }) => {
    const isColored = command.color === 'always' || (command.color === 'auto' && stdout.isTTY);
    const heading = { ...(node !== undefined && { node }), isAssumed: command.at !== undefined };
    return [reportTable(report, circumstances, heading, isColored ? colored : plain)];
  },
  json: ({ report }) => [documentText(reportDocument(report))],
  prometheus: ({ report, store }) => {
    const kubelets = assessKubelets(report.snapshot, report.at);
    return exposition({ ...report, kubelets, sources: store.sources() }, [], 'text');
  },
};
