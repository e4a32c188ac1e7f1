import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Command, parseArguments } from '../src/arguments.ts';
import { UsageError } from '../src/arguments/error.ts';
import { DEFAULT_THRESHOLDS, withLeafDays } from '../src/findings/thresholds.ts';

/** The command of a line without quotes. */
const command = (line: string, environment = {}): Command =>
  parseArguments(line === '' ? [] : line.split(' '), environment);

function assertUsage(line: string, exitCode: number, message: string): void {
  assert.throws(
    () => command(line),
    (error) => {
      assert.ok(error instanceof UsageError, String(error));
      assert.deepEqual([error.message, error.exitCode], [message, exitCode]);
      return true;
    },
  );
}

const CHECK = {
  kind: 'check',
  overrides: {},
  paths: [],
  output: 'table',
  thresholds: DEFAULT_THRESHOLDS,
  color: 'auto',
};

describe('serve', () => {
  it('needs nothing', () => {
    assert.deepEqual(command('serve'), { kind: 'serve', configCheck: false, overrides: {} });
  });

  it('takes every flag', () => {
    assert.deepEqual(
      command(
        'serve --config c.yaml --config-check --listen [::1]:1 --host-root /host/ --node cp-1 --path /a --path /b/*.pem ' +
          '--exclude **/c --distribution k3s --distribution rke2 --log-level warn',
      ),
      {
        kind: 'serve',
        config: 'c.yaml',
        configCheck: true,
        overrides: {
          listen: { host: '::1', port: 1 },
          hostRoot: '/host',
          node: 'cp-1',
          paths: ['/a', '/b/*.pem'],
          exclude: ['**/c'],
          distributions: ['k3s', 'rke2'],
          logLevel: 'warn',
        },
      },
    );
  });

  it('takes a value after an equals sign, and the last one of a flag that is given twice', () => {
    assert.deepEqual(command('serve --listen=:1 --listen=:2'), {
      kind: 'serve',
      configCheck: false,
      overrides: { listen: { port: 2 } },
    });
  });

  it('takes auto or none for the distributions', () => {
    for (const distributions of ['auto', 'none']) {
      assert.deepEqual(command(`serve --distribution ${distributions}`), {
        kind: 'serve',
        configCheck: false,
        overrides: { distributions },
      });
    }
  });
});

describe('check', () => {
  it('needs nothing', () => {
    assert.deepEqual(command('check'), CHECK);
  });

  it('takes paths, before flags, between them and after', () => {
    assert.deepEqual(command('check a --node n /b -- --c'), {
      ...CHECK,
      overrides: { node: 'n' },
      paths: ['a', '/b', '--c'],
    });
  });

  it('takes a date', () => {
    assert.deepEqual(command('check --at 2027-01-31 --output json'), {
      ...CHECK,
      output: 'json',
      at: { kind: 'fixed', instant: Date.UTC(2027, 0, 31) },
    });
  });

  it('takes days for everything that is no CA', () => {
    assert.deepEqual(command('check --warning 60d --critical 36h'), {
      ...CHECK,
      thresholds: withLeafDays(DEFAULT_THRESHOLDS, { warning: 60, critical: 1.5 }),
    });
  });

  it('keeps the default of the threshold that is not given', () => {
    assert.deepEqual(command('check --critical 30d'), {
      ...CHECK,
      thresholds: withLeafDays(DEFAULT_THRESHOLDS, { critical: 30 }),
    });
  });

  it('lets a threshold that is not given make room for the one that is', () => {
    assert.deepEqual(command('check --warning 5d'), {
      ...CHECK,
      thresholds: withLeafDays(DEFAULT_THRESHOLDS, { warning: 5, critical: 5 }),
    });
    assert.deepEqual(command('check --critical 60d'), {
      ...CHECK,
      thresholds: withLeafDays(DEFAULT_THRESHOLDS, { warning: 60, critical: 60 }),
    });
  });

  it('has no colour where the environment forbids it, unless it is asked for', () => {
    const colorOf = (line: string, environment: Record<string, string>): unknown => {
      const asked = command(line, environment);
      return asked.kind === 'check' && asked.color;
    };
    assert.equal(colorOf('check', { NO_COLOR: '1' }), 'never');
    assert.equal(colorOf('check', { NO_COLOR: '' }), 'auto');
    assert.equal(colorOf('check', { TERM: 'dumb' }), 'never');
    assert.equal(colorOf('check --color always', { NO_COLOR: '1' }), 'always');
  });
});

describe('demo', () => {
  it('serves on the loopback address', () => {
    assert.deepEqual(command('demo'), {
      kind: 'demo',
      listen: { host: '127.0.0.1', port: 9797 },
      once: false,
    });
  });

  it('takes every flag', () => {
    assert.deepEqual(command('demo --listen :0 --once'), { kind: 'demo', listen: { port: 0 }, once: true });
  });
});

describe('help and version', () => {
  it('is printed for the program and for each command, wherever it is asked for', () => {
    const help = (line: string): string => {
      const asked = command(line);
      assert.equal(asked.kind, 'help', line);
      return asked.kind === 'help' ? asked.text : '';
    };
    for (const line of ['help', '--help', '-h'])
      assert.match(help(line), /^Usage: kubecert-exporter COMMAND /, line);
    for (const line of ['help check', 'check --help', 'check -h', 'check --nonsense -h', 'check a -h']) {
      assert.match(help(line), /^Usage: kubecert-exporter check \[PATH\.\.\.\] /, line);
    }
  });

  it('tells the version', () => {
    assert.deepEqual(command('version'), { kind: 'version' });
    assert.deepEqual(command('--version'), { kind: 'version' });
  });
});

describe('a wrong command line is refused in one line', () => {
  const SERVE_HELP = 'see kubecert-exporter serve --help';
  const CHECK_HELP = 'see kubecert-exporter check --help';
  const wrong: readonly (readonly [line: string, exitCode: number, message: string])[] = [
    ['', 2, 'a command is missing; there are serve, check, demo; see kubecert-exporter --help'],
    ['chekc', 2, '"chekc": no such command; did you mean check?; see kubecert-exporter --help'],
    [
      'prometheus',
      2,
      '"prometheus": no such command; there are serve, check, demo; see kubecert-exporter --help',
    ],
    ['help srve', 2, '"srve": no such command; did you mean serve?; see kubecert-exporter --help'],
    [
      'toString',
      2,
      '"toString": no such command; there are serve, check, demo; see kubecert-exporter --help',
    ],
    ['serve --lisen :1', 2, `"--lisen": no such flag; did you mean --listen?; ${SERVE_HELP}`],
    ['serve --at +1d', 2, `"--at": no such flag; ${SERVE_HELP}`],
    ['serve -v', 2, `"-v": no such flag; ${SERVE_HELP}`],
    ['serve --__proto__=1', 2, `"--__proto__": no such flag; ${SERVE_HELP}`],
    ['serve now', 2, `"now": expected a flag; this command takes nothing else; ${SERVE_HELP}`],
    ['serve --listen', 2, `--listen: expected a value: --listen ADDRESS; ${SERVE_HELP}`],
    ['serve --listen --node n', 2, `--listen: expected a value: --listen ADDRESS; ${SERVE_HELP}`],
    [
      'serve --listen 127.0.0.1',
      2,
      `--listen: expected an address such as :9797, 127.0.0.1:9797 or [::1]:9797, got "127.0.0.1"; ${SERVE_HELP}`,
    ],
    [
      'serve --listen :65536',
      2,
      `--listen: expected an address whose host exists and whose port is from 0 to 65535, got ":65536"; ${SERVE_HELP}`,
    ],
    [
      'serve --host-root host',
      2,
      `--host-root: expected an absolute path such as /host, got "host"; ${SERVE_HELP}`,
    ],
    [
      'serve --path pki',
      2,
      `--path: expected an absolute path or glob on the host such as /etc/ssl/**/*.pem, got "pki"; ${SERVE_HELP}`,
    ],
    [
      'serve --log-level loud',
      2,
      `--log-level: expected one of debug, info, warn, error, got "loud"; ${SERVE_HELP}`,
    ],
    ['serve --config-check=yes', 2, `--config-check: takes no value, got "yes"; ${SERVE_HELP}`],
    ['serve --config=', 2, `--config: expected the name of a file, got an empty text; ${SERVE_HELP}`],
    [
      'serve --distribution k33s',
      2,
      `--distribution: expected one of auto, none, kubeadm, k3s, rke2, rke1, kubespray, binary, microk8s, k0s, got "k33s"; ${SERVE_HELP}`,
    ],
    [
      'serve --distribution auto --distribution k3s',
      2,
      `--distribution: expected auto or none alone, or names of distributions, got both; ${SERVE_HELP}`,
    ],
    [
      'check --at tomorrow',
      3,
      `--at: expected a date such as 2027-01-31 or 2027-01-31T12:00:00Z, or a time ahead such as +90d, got "tomorrow"; ${CHECK_HELP}`,
    ],
    [
      'check --at 2027-02-29',
      3,
      `--at: expected a day that the calendar has, or at most 365000d ahead, got "2027-02-29"; ${CHECK_HELP}`,
    ],
    [
      'check --warning 30',
      3,
      `--warning: expected a duration such as 90s, 5m, 12h or 30d, got "30"; ${CHECK_HELP}`,
    ],
    [
      'check --warning 99999d',
      3,
      `--warning: expected a duration from 0s to 36500d, got "99999d"; ${CHECK_HELP}`,
    ],
    [
      'check --warning 30d --critical 31d',
      3,
      `--critical: expected at most the 30 days of --warning, got 31 days; ${CHECK_HELP}`,
    ],
    ['check --output xml', 3, `--output: expected one of table, json, prometheus, got "xml"; ${CHECK_HELP}`],
    ['demo --keep', 2, '"--keep": no such flag; see kubecert-exporter demo --help'],
  ];
  for (const [line, exitCode, message] of wrong) {
    it(line === '' ? 'nothing at all' : line, () => {
      assertUsage(line, exitCode, message);
    });
  }

  it('never repeats more than a little of what was given, and no terminal sequence', () => {
    assert.throws(() => parseArguments(['serve', '--node', `\u001b[31m${'x'.repeat(1000)}`], {}), {
      message:
        '--node: expected a name of letters, digits, hyphens and dots, ' +
        `got "\\u001b[31m${'x'.repeat(35)}…"; ${SERVE_HELP}`,
    });
  });
});
