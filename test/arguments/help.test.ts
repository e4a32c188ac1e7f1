import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMMANDS } from '../../src/arguments/commands.ts';
import { commandHelp, programHelp } from '../../src/arguments/help.ts';
import { parseArguments } from '../../src/arguments.ts';

describe('the help', () => {
  it('of a command is written out in full', () => {
    assert.equal(
      commandHelp(COMMANDS.demo),
      `Usage: kubecert-exporter demo [flags]

Makes sample hosts with every incident that certificates cause, and healthy ones
beside them, in a temporary folder; serves them as it would serve a real one,
and prints where to look.

Flags:
  --listen ADDRESS  where to serve; default 127.0.0.1:9797
  --once            print what check finds on each host, and exit
  -h, --help        print this help

Examples:
  kubecert-exporter demo         http://127.0.0.1:9797 has the page and /metrics
  kubecert-exporter demo --once  in the terminal alone

Exit codes:
  0  stopped by a signal, or done
  2  the command line is wrong
`,
    );
  });

  it('names every command', () => {
    for (const name of Object.keys(COMMANDS)) assert.match(programHelp(), new RegExp(`^ {2}${name} `, 'm'));
  });

  it('fits 80 columns', () => {
    for (const text of [programHelp(), ...Object.values(COMMANDS).map(commandHelp)]) {
      for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
    }
  });

  it('has examples that are right', () => {
    for (const { name, examples } of Object.values(COMMANDS)) {
      for (const { line } of examples) {
        assert.equal(parseArguments(line.replaceAll("'", '').split(' '), {}).kind, name, line);
      }
    }
  });
});
