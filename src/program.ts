/** The program: arguments in, exit code out. The only place that touches the process. */
import { UsageError } from './arguments/error.ts';
import type { Surroundings, Terminal } from './commands/surroundings.ts';
import { ConfigurationError } from './config/error.ts';
import { VERSION } from './version.ts';

/** Each command loads what it needs and no more: minting certificates is for the demo alone. */
async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { parseArguments } = await import('./arguments.ts');
  const command = parseArguments(argv, surroundings.environment);
  switch (command.kind) {
    case 'serve':
      return (await import('./commands/serve.ts')).serve(command, surroundings);
    case 'check':
      return (await import('./commands/check.ts')).check(command, surroundings);
    case 'demo':
      return (await import('./commands/demo.ts')).demo(command, surroundings);
    case 'help':
      surroundings.stdout.write(command.text);
      return 0;
    case 'version':
      surroundings.stdout.write(`kubecert-exporter ${VERSION}\n`);
      return 0;
  }
}

/** For `check`, 2 would say that a certificate is about to end: what it cannot tell is 3, as the monitoring plugins have it. */
function exitCodeOf(error: unknown, [command]: readonly string[]): number {
  if (error instanceof UsageError) return error.exitCode;
  return command === 'check' ? 3 : 2;
}

function terminal(stream: NodeJS.WriteStream): Terminal {
  return { write: (text) => void stream.write(text), isTTY: stream.isTTY };
}

function stopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

// `check | head` closes the pipe early: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const argv = process.argv.slice(2);
try {
  process.exitCode = await run(argv, {
    environment: process.env,
    workingFolder: process.cwd(),
    clock: Date.now,
    stdout: terminal(process.stdout),
    stderr: terminal(process.stderr),
    stopped: stopped(),
  });
} catch (error) {
  const isExpected = error instanceof UsageError || error instanceof ConfigurationError;
  const said = isExpected
    ? error.message
    : `this is a bug: ${error instanceof Error ? error.stack : 'unknown'}`;
  process.stderr.write(`kubecert-exporter: ${said}\n`);
  process.exitCode = exitCodeOf(error, argv);
}
