import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Overrides, override, parseConfig } from '../src/config.ts';
import { effectiveConfiguration } from '../src/config/effective.ts';
import { ConfigurationError } from '../src/config/error.ts';

const FIXTURES = join(import.meta.dirname, 'config');

const DEFAULTS = {
  listen: { port: 9797 },
  hostRoot: '/',
  files: { distributions: 'auto', paths: [], exclude: [], interval: 60_000, maxFileSize: 1_048_576 },
  log: { level: 'info' },
};

const fixtures = (folder: string): string[] => readdirSync(join(FIXTURES, folder)).sort();
const fixture = (folder: string, name: string): string => readFileSync(join(FIXTURES, folder, name), 'utf8');
const valid = (name: string, environment = {}) => parseConfig(fixture('valid', name), name, environment);

describe('an invalid configuration is refused in one line', () => {
  for (const name of fixtures('invalid')) {
    it(name, () => {
      const text = fixture('invalid', name);
      const message = /^# message: (.+)$/m.exec(text)?.[1];
      assert.ok(message, 'the fixture begins with the message that it expects');
      assert.throws(
        () => parseConfig(text, '<file>', {}),
        (error) => {
          assert.ok(error instanceof ConfigurationError, String(error));
          assert.equal(error.message, message);
          return true;
        },
      );
    });
  }

  it('brackets nested a hundred thousand deep', () => {
    assert.throws(() => parseConfig(`files: ${'['.repeat(100_000)}`, 'deep.yaml', {}), {
      name: 'ConfigurationError',
      message: 'deep.yaml:1: brackets nested too deeply; there is no key that needs more than one level',
    });
  });

  it('zero bytes, as in a file that is no text', () => {
    assert.throws(() => parseConfig('listen: \0', 'ca.der', {}), {
      message: 'ca.der: contains zero bytes; give the name of a configuration in YAML',
    });
  });

  it('a file of more than a mebibyte', () => {
    assert.throws(() => parseConfig('#'.repeat(1024 * 1024 + 1), 'huge.yaml', {}), {
      message: 'huge.yaml: longer than 1Mi; give the name of a configuration in YAML',
    });
  });
});

describe('a valid configuration', () => {
  for (const name of ['empty.yaml', 'comments-only.yaml', 'sections-without-keys.yaml']) {
    it(`${name} has every default`, () => {
      assert.deepEqual(valid(name), DEFAULTS);
    });
  }

  it('sets every key', () => {
    assert.deepEqual(valid('complete.yaml'), {
      listen: { host: '::1', port: 9797 },
      node: 'cp-1.example.com',
      hostRoot: '/host',
      files: {
        distributions: ['kubeadm', 'k3s'],
        paths: ['/etc/ssl/**/*.pem', '/opt/app/tls'],
        exclude: ['**/*.bak', '/etc/ssl/old/**'],
        interval: 300_000,
        maxFileSize: 524_288,
      },
      log: { level: 'debug' },
    });
  });

  it('may give numbers where digits alone are right', () => {
    const { listen, files } = valid('numbers.yaml');
    assert.deepEqual([listen, files.maxFileSize], [{ port: 9797 }, 65_536]);
  });

  it('may use an anchor', () => {
    assert.deepEqual(valid('aliases.yaml').files.exclude, ['/etc/ssl/a.pem']);
  });

  it('may begin with a byte order mark and end its lines as Windows does', () => {
    assert.equal(
      parseConfig('\uFEFFnode: cp-1\r\nlog:\r\n  level: warn\r\n', 'config.yaml', {}).log.level,
      'warn',
    );
  });
});

describe('the node', () => {
  const nodeOf = (text: string, environment: Record<string, string>): string | undefined =>
    parseConfig(text, 'config.yaml', environment).node;

  it('is what the key says, whatever the environment says', () => {
    assert.equal(nodeOf('node: cp-1', { NODE_NAME: 'cp-2' }), 'cp-1');
  });

  it('is the environment variable where the key is absent', () => {
    assert.equal(nodeOf('', { NODE_NAME: 'cp-2' }), 'cp-2');
  });

  it('is the environment variable where the key spells it out', () => {
    assert.equal(valid('node-variable.yaml', { NODE_NAME: 'cp-2' }).node, 'cp-2');
  });

  it('is not known where neither says it', () => {
    assert.equal(nodeOf('', {}), undefined);
    assert.equal(nodeOf('', { NODE_NAME: '' }), undefined);
  });
});

describe('flags', () => {
  it('override the keys of the same meaning and leave the others', () => {
    const flags: Overrides = {
      listen: { port: 1 },
      node: 'n',
      hostRoot: '/mnt',
      distributions: 'none',
      paths: ['/a'],
      exclude: [],
      logLevel: 'error',
    };
    assert.deepEqual(override(valid('complete.yaml'), flags), {
      listen: { port: 1 },
      node: 'n',
      hostRoot: '/mnt',
      files: { distributions: 'none', paths: ['/a'], exclude: [], interval: 300_000, maxFileSize: 524_288 },
      log: { level: 'error' },
    });
  });

  it('change nothing when there are none', () => {
    for (const name of fixtures('valid')) assert.deepEqual(override(valid(name), {}), valid(name), name);
  });
});

describe('the effective configuration', () => {
  it('is written out in full', () => {
    assert.equal(
      effectiveConfiguration(parseConfig('files: { interval: 120s }', 'config.yaml', { NODE_NAME: 'cp-1' })),
      `listen: :9797
node: cp-1
hostRoot: /
files:
  distributions: auto
  paths: []
  exclude: []
  interval: 2m
  maxFileSize: 1Mi
log:
  level: info
`,
    );
  });

  it('is a configuration that means the same', () => {
    for (const name of fixtures('valid')) {
      const config = valid(name);
      assert.deepEqual(parseConfig(effectiveConfiguration(config), 'effective.yaml', {}), config, name);
    }
  });
});
