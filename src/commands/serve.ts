import type { Command } from '../arguments.ts';
import { effectiveConfiguration } from '../config/effective.ts';
import { changeLog } from '../log/change.ts';
import { createLog, logListening, logStarted, standardError } from '../log.ts';
import { filesSource } from '../sources/files/files.ts';
import { createStore } from '../store.ts';
import { VERSION } from '../version.ts';
import { configurationOf, filesOptions } from './configuration.ts';
import { serveStore } from './http-server.ts';
import type { Surroundings } from './surroundings.ts';

/** Watches, and answers, until it is asked to stop. */
export async function serve(
  command: Extract<Command, { kind: 'serve' }>,
  surroundings: Surroundings,
): Promise<number> {
  const { clock, stdout, stopped } = surroundings;
  const config = configurationOf(command, surroundings);
  if (command.configCheck) {
    stdout.write(effectiveConfiguration(config));
    return 0;
  }
  const log = createLog(config.log.level, standardError(), clock);
  const store = createStore(changeLog(log));
  const source = filesSource({ ...filesOptions(config), interval: config.files.interval, clock });
  const sink = store.sinkFor(source);

  const server = await serveStore(store, { listen: config.listen, clock, log });
  logStarted(log, VERSION, config);
  logListening(log, server.address);
  await source.start(sink, stopped);
  await server.closed(stopped);
  log.info({}, 'stopped');
  return 0;
}
