import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exceedsBounds } from '../../src/formats/yaml-bounds.ts';
import { YamlMapping } from '../../src/formats/yaml-mapping.ts';

const MEGABYTE = 1024 * 1024;

/** As often as it fits into a megabyte, the size limit of a file. */
const much = (unit: string, before = ''): string =>
  before + unit.repeat((MEGABYTE - before.length) / unit.length);

const DATA = Buffer.alloc(1100).toString('base64');

/** Clusters with a context and a user each, about 4.5 kB as they stand. */
const clusters = Array.from({ length: 500 }, (_, at) => ({
  cluster: {
    name: `cluster-${at}`,
    cluster: { 'certificate-authority-data': DATA, server: `https://10.0.0.${at}` },
  },
  context: { name: `admin@cluster-${at}`, context: { cluster: `cluster-${at}`, user: `admin-${at}` } },
  user: { name: `admin-${at}`, user: { 'client-certificate-data': DATA, 'client-key-data': DATA } },
}));

/** The same values as a mapping of YAML, in the way of kubectl. */
function yaml(value: unknown, indent: string, quoted: (word: string) => string): string {
  if (typeof value === 'string') return ` ${quoted(value)}\n`;
  if (Array.isArray(value)) {
    return `\n${value.map((item) => `${indent}- ${yaml(item, `${indent}  `, quoted).trimStart()}`).join('')}`;
  }
  const lines = Object.entries(value ?? {}).map(
    ([key, item]) => `${indent}${quoted(key)}:${yaml(item, `${indent}  `, quoted)}`,
  );
  return `\n${lines.join('')}`;
}

const kubeconfig = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'admin@cluster-7',
  clusters: clusters.map(({ cluster }) => cluster),
  contexts: clusters.map(({ context }) => context),
  users: clusters.map(({ user }) => user),
};

const withExec = {
  ...kubeconfig,
  users: clusters.map(({ user: { name }, cluster }) => ({
    name,
    user: {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        args: [
          '--region',
          'eu-central-1',
          'eks',
          'get-token',
          '--cluster-name',
          cluster.name,
          '--output',
          'json',
        ],
        command: 'aws',
        env: [{ name: 'AWS_PROFILE', value: 'default' }],
        interactiveMode: 'IfAvailable',
        provideClusterInfo: 'false',
      },
    },
  })),
};

describe('a kubeconfig of 500 clusters', () => {
  const plain = (word: string): string => word;
  const texts: Readonly<Record<string, string>> = {
    'as kubectl writes it': yaml(kubeconfig, '', plain),
    'with every word in quotation marks': yaml(kubeconfig, '', JSON.stringify),
    'with an exec for each user': yaml(withExec, '', plain),
    'as JSON': JSON.stringify(kubeconfig, undefined, 2),
  };
  for (const [title, text] of Object.entries(texts)) {
    it(`is read, ${title}`, () => {
      const faults = new Set<string>();
      const document = YamlMapping.parse(text, faults);
      assert.equal(document?.list('users').length, 500);
      assert.equal(document?.list('clusters')[7]?.mapping('cluster')?.text('server'), 'https://10.0.0.7');
      assert.deepEqual([...faults], []);
    });
  }
});

describe('a text with more structure than any kubeconfig', () => {
  const anchors = (from: number): string =>
    Array.from({ length: from }, (_, at) => `&a${at} x,*a${at}`).join(',');
  const texts: Readonly<Record<string, string>> = {
    commas: much(','),
    'commas in a list': much(',', '['),
    'lists in lists': much('['),
    'mappings in mappings': much('{a: '),
    'lists in lists, line by line': much('- '),
    'pairs on one line': much('a: b, ', '{'),
    'pairs line by line': much('a: b\n'),
    'an endless list': much('- a\n'),
    'lines that are no pairs': much('a:\n', '- '),
    'anchors and no value': much('&a '),
    'an alias for each anchor': `[${anchors(20_000)}]`,
    'tags and no value': much('!a ', '['),
    'strings side by side': much('"a" '),
    'escapes that there are not': much('\\q', '"'),
    documents: much('---\n'),
    'ends of documents': much('...\n'),
    comments: much('#\n'),
    'empty lines': much('\n'),
    'explicit keys': much('? '),
    blocks: much('- |\n'),
  };
  for (const [title, text] of Object.entries(texts)) {
    it(`is not parsed: ${title}`, () => assert.ok(exceedsBounds(text)));
  }

  it('is a fault, told in one line, and costs next to nothing', () => {
    const before = process.cpuUsage();
    for (const text of Object.values(texts)) {
      const faults = new Set<string>();
      assert.equal(YamlMapping.parse(text, faults), undefined);
      assert.deepEqual(
        [...faults],
        ['not read as YAML: more lines, brackets, quotation marks or aliases than any kubeconfig has'],
      );
    }
    const { user, system } = process.cpuUsage(before);
    // 20 to 100 ms for all of them; to parse one takes seconds.
    assert.ok(user + system < 1_000_000, `${user + system} µs`);
  });
});

describe('a text within the bounds', () => {
  const texts: Readonly<Record<string, string>> = {
    'a megabyte of letters': much('a'),
    'a megabyte of words': much('a '),
    'a megabyte of base64': much('LS0t+/='),
    'a megabyte of spaces': much(' '),
    'deep lists': '['.repeat(29_000),
    'brackets out of place': ']'.repeat(29_000),
    'tags without a value': `[${'- !a '.repeat(14_000)}`,
    'ends of documents': '...\n'.repeat(29_000),
    'anchors and aliases': `[${Array.from({ length: 480 }, (_, at) => `&a${at} x,*a${at}`).join(',')}]`,
    'escapes that there are not': `"${'\\q'.repeat(29_000)}"`,
  };
  for (const [title, text] of Object.entries(texts)) {
    it(`is read or refused in no time: ${title}`, () => {
      assert.ok(!exceedsBounds(text));
      const before = process.cpuUsage();
      assert.equal(YamlMapping.parse(text, new Set()), undefined);
      const { user, system } = process.cpuUsage(before);
      // 10 to 150 ms on 2 cores; ten times that where everything else is at work, too.
      assert.ok(user + system < 1_500_000, `${user + system} µs`);
    });
  }

  it('leaves the stack traces of others as they were', () => {
    const { stackTraceLimit } = Error;
    YamlMapping.parse('[', new Set());
    assert.equal(Error.stackTraceLimit, stackTraceLimit);
  });
});
