import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { type Authority, createAuthority, type Minted } from '../../src/demo/authority.ts';
import { looksLikeKubeconfig, parseKubeconfig } from '../../src/formats/kubeconfig.ts';
import type { Kubeconfig, UserCredential } from '../../src/model.ts';
import { certificateOf, validDays } from '../certificates.ts';
import { collectGarbage } from './garbage-collector.ts';

const PATH = '/etc/kubernetes/admin.conf';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const parsed = (text: string) => parseKubeconfig(Buffer.from(text), PATH);
const messages = (text: string) => parsed(text).problems.map(({ message }) => message);

describe('parseKubeconfig', () => {
  let ca: Authority;
  let admin: Minted;
  before(async () => {
    ca = await createAuthority({ commonName: 'kubernetes', ...validDays(-1, 3649) });
    admin = await ca.issue({
      commonName: 'kubernetes-admin',
      organization: 'kubeadm:cluster-admins',
      role: 'client',
      ...validDays(-1, 364),
    });
  });

  /** As kubeadm writes it. */
  const adminConf = (key = admin.privateKeyPem) => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(ca.certificatePem)}
    server: https://10.0.0.11:6443
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
preferences: {}
users:
- name: kubernetes-admin
  user:
    client-certificate-data: ${base64(admin.certificatePem)}
    client-key-data: ${base64(key)}
`;

  it('reads what kubeadm writes, the certificates as parts of their own', () => {
    assert.deepEqual(parsed(adminConf()), {
      kubeconfig: {
        kind: 'kubeconfig',
        current: { user: 'kubernetes-admin', cluster: 'kubernetes' },
        users: [{ name: 'kubernetes-admin', credential: { kind: 'embedded' } }],
        clusters: [{ name: 'kubernetes', server: 'https://10.0.0.11:6443', authority: { kind: 'embedded' } }],
      },
      embedded: [
        { fragment: 'user/kubernetes-admin', kind: 'user', contents: [certificateOf(admin)], problems: [] },
        { fragment: 'cluster/kubernetes', kind: 'cluster', contents: [certificateOf(ca)], problems: [] },
      ],
      problems: [],
    });
  });

  it('reads the same in JSON', () => {
    const json = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'kubernetes-admin@kubernetes',
      contexts: [
        { name: 'kubernetes-admin@kubernetes', context: { cluster: 'kubernetes', user: 'kubernetes-admin' } },
      ],
      clusters: [
        {
          name: 'kubernetes',
          cluster: {
            server: 'https://10.0.0.11:6443',
            'certificate-authority-data': base64(ca.certificatePem),
          },
        },
      ],
      users: [
        {
          name: 'kubernetes-admin',
          user: {
            'client-certificate-data': base64(admin.certificatePem),
            'client-key-data': base64(admin.privateKeyPem),
          },
        },
      ],
    });
    assert.deepEqual(parsed(json), parsed(adminConf()));
  });

  it('reads it with CRLF, a byte order mark and a second document after it', () => {
    const text = `\uFEFF${adminConf()}---\nother: document\n`.replaceAll('\n', '\r\n');
    assert.deepEqual(parsed(text), parsed(adminConf()));
  });

  it('says at the certificate when its key does not belong', () => {
    const { embedded, problems } = parsed(adminConf(ca.privateKeyPem));
    assert.deepEqual(embedded[0]?.problems, [
      {
        reason: 'key_mismatch',
        message: 'the private key beside it does not belong to the first certificate',
      },
    ]);
    assert.deepEqual([embedded[1]?.problems, problems], [[], []]);
  });

  const asPath = '/var/lib/kubelet/pki/kubelet-client-current.pem';
  const credentials: Record<
    string,
    { user: string; credential: UserCredential; problems?: readonly string[] }
  > = {
    'a certificate by path': {
      user: `{client-certificate: ${asPath}, client-key: ${asPath}}`,
      credential: { kind: 'path', certificate: asPath, key: asPath },
    },
    "relative paths, which start from the kubeconfig's folder": {
      user: '{client-certificate: pki/admin.crt, client-key: ../keys//admin.key}',
      credential: { kind: 'path', certificate: '/etc/kubernetes/pki/admin.crt', key: '/etc/keys/admin.key' },
    },
    'an absolute path that wanders': {
      user: '{client-certificate: /a/../b/./c.crt, client-key: /b/c.key}',
      credential: { kind: 'path', certificate: '/b/c.crt', key: '/b/c.key' },
    },
    'a certificate by path with an embedded key, which takes precedence': {
      user: '{client-certificate: /a.crt, client-key: /a.key, client-key-data: eA==}',
      credential: { kind: 'path', certificate: '/a.crt' },
    },
    'a certificate without a key': {
      user: '{client-certificate: /a.crt}',
      credential: { kind: 'path', certificate: '/a.crt' },
      problems: ['users[0].user.client-key must be there beside a client certificate'],
    },
    'a path that cannot be one': {
      user: '{client-certificate: "/a\\0.crt", client-key: /a.key}',
      credential: { kind: 'none' },
      problems: ['users[0].user.client-certificate must be a path'],
    },
    'a private key in the place of its path': {
      user: `{client-certificate: /a.crt, client-key: ${Buffer.from('-----BEGIN PRIVATE KEY-----').toString('base64')}}`,
      credential: { kind: 'path', certificate: '/a.crt' },
      problems: ['users[0].user.client-key must be a path'],
    },
    'a bootstrap token, of which only the id stays': {
      user: '{token: abcdef.0123456789abcdef}',
      credential: { kind: 'token', tokenId: 'abcdef' },
    },
    'another token': { user: '{token: abcdef.0123456789ABCDEF}', credential: { kind: 'token' } },
    'a token with a bootstrap token in it': {
      user: '{token: x.abcdef.0123456789abcdef}',
      credential: { kind: 'token' },
    },
    'a token file, which takes precedence over a token': {
      user: '{tokenFile: token, token: abcdef.0123456789abcdef}',
      credential: { kind: 'token-file', path: '/etc/kubernetes/token' },
    },
    'a certificate, which takes precedence over a token': {
      user: '{client-certificate: /a.crt, client-key: /a.key, token: x}',
      credential: { kind: 'path', certificate: '/a.crt', key: '/a.key' },
    },
    'a plugin': { user: '{exec: {command: aws}}', credential: { kind: 'exec' } },
    'a plugin of the old kind': { user: '{auth-provider: {name: gcp}}', credential: { kind: 'exec' } },
    'a password': { user: '{username: admin, password: secret}', credential: { kind: 'none' } },
    nothing: { user: '{}', credential: { kind: 'none' } },
    null: { user: 'null', credential: { kind: 'none' } },
    'empty strings, which count as absent': {
      user: '{client-certificate-data: "", client-certificate: "", token: ""}',
      credential: { kind: 'none' },
    },
    'a token that is a number': {
      user: '{token: 123456}',
      credential: { kind: 'none' },
      problems: ['users[0].user.token must be a string'],
    },
  };
  for (const [title, { user, credential, problems = [] }] of Object.entries(credentials)) {
    it(`reads a user with ${title}`, () => {
      const text = `users: [{name: x, user: ${user}}]`;
      assert.deepEqual(parsed(text).kubeconfig?.users, [{ name: 'x', credential }]);
      assert.deepEqual(messages(text), problems);
    });
  }

  const clusters: Record<string, { cluster: string; read: Omit<Kubeconfig['clusters'][number], 'name'> }> = {
    'an authority by path': {
      cluster: '{certificate-authority: pki/ca.crt, server: "https://10.0.0.1:6443"}',
      read: {
        server: 'https://10.0.0.1:6443',
        authority: { kind: 'path', certificate: '/etc/kubernetes/pki/ca.crt' },
      },
    },
    'embedded data, which takes precedence': {
      cluster: '{certificate-authority: /ca.crt, certificate-authority-data: eA==}',
      read: { authority: { kind: 'embedded' } },
    },
    'no authority': {
      cluster: '{insecure-skip-tls-verify: true, server: "10.0.0.1:6443"}',
      read: { server: '10.0.0.1:6443', authority: { kind: 'none' } },
    },
    'a password in the address': {
      cluster: '{server: "https://user:password@10.0.0.1:6443/k8s?token=secret#secret"}',
      read: { server: 'https://10.0.0.1:6443/k8s', authority: { kind: 'none' } },
    },
    'a password in what is no address': {
      cluster: '{server: "user:password@[oops"}',
      read: { authority: { kind: 'none' } },
    },
  };
  for (const [title, { cluster, read }] of Object.entries(clusters)) {
    it(`reads a cluster with ${title}`, () => {
      assert.deepEqual(parsed(`clusters: [{name: x, cluster: ${cluster}}]`).kubeconfig?.clusters, [
        { name: 'x', ...read },
      ]);
    });
  }

  it('reports what is embedded and broken at its own place', () => {
    const text = `users:
- {name: a, user: {client-certificate-data: "not base64!", client-key-data: eA==}}
- {name: b, user: {client-certificate-data: Z2FyYmFnZQ==, client-key-data: eA==}}
- {name: c, user: {client-certificate-data: ${base64(ca.privateKeyPem)}, client-key-data: eA==}}
clusters:
- {name: d, cluster: {certificate-authority-data: IA==}}
`;
    const { embedded, problems } = parsed(text);
    assert.deepEqual(embedded, [
      {
        fragment: 'user/a',
        kind: 'user',
        contents: [],
        problems: [{ reason: 'malformed', message: 'not base64' }],
      },
      {
        fragment: 'user/b',
        kind: 'user',
        contents: [],
        problems: [{ reason: 'malformed', message: 'neither PEM nor a certificate in DER' }],
      },
      {
        fragment: 'user/c',
        kind: 'user',
        contents: [],
        problems: [{ reason: 'malformed', message: 'holds no certificate' }],
      },
      {
        fragment: 'cluster/d',
        kind: 'cluster',
        contents: [],
        problems: [{ reason: 'empty', message: 'empty; a certificate should be here' }],
      },
    ]);
    assert.deepEqual(problems, []);
  });

  it('keeps control characters out of names, and finds the names all the same', () => {
    const { kubeconfig, embedded } = parsed(`
users: [{name: "a\\nb\\u202E", user: {client-certificate-data: IA==, client-key-data: eA==}}]
contexts: [{name: "\\t", context: {user: "a\\nb\\u202E"}}]
current-context: "\\t"`);
    const name = String.raw`a\0Ab\E2\80\AE`;
    assert.equal(embedded[0]?.fragment, `user/${name}`);
    assert.deepEqual(kubeconfig?.current, { user: name });
  });

  const currentContexts: Record<
    string,
    { text: string; current?: Kubeconfig['current']; problems?: readonly string[] }
  > = {
    none: { text: 'users: []' },
    'an empty one': { text: 'current-context: ""' },
    'one that is no string': { text: 'current-context: [a]', problems: ['current-context must be a string'] },
    'one that is not there': {
      text: 'current-context: a',
      problems: ['current-context must name one of contexts'],
    },
    'one that names neither user nor cluster': {
      text: 'current-context: a\ncontexts: [{name: a, context: null}]',
    },
    'one whose user is not there': {
      text: 'current-context: a\ncontexts: [{name: a, context: {user: u, cluster: c}}]\nclusters: [{name: c, cluster: {}}]',
      current: { cluster: 'c' },
      problems: ['contexts[0].context.user must name one of users'],
    },
    'another whose user is not there': {
      text: 'contexts: [{name: old, context: {user: gone}}, {name: a, context: {user: u}}]\ncurrent-context: a\nusers: [{name: u}]',
      current: { user: 'u' },
    },
  };
  for (const [title, { text, current, problems = [] }] of Object.entries(currentContexts)) {
    it(`reads a current context: ${title}`, () => {
      assert.deepEqual(parsed(text).kubeconfig?.current, current);
      assert.deepEqual(messages(text), problems);
    });
  }

  const wrongShapes: Record<string, readonly string[]> = {
    'users: null\nclusters: null\ncontexts: null': [],
    'users: {}': ['users must be a list'],
    'users: [null, x, [], {}]': [
      'users[0] must be a mapping',
      'users[1] must be a mapping',
      'users[2] must be a mapping',
      'users[3].name must be there',
    ],
    'users: [{name: 1, user: {}}]': ['users[0].name must be a string'],
    'users: [{name: a, user: x}]': ['users[0].user must be a mapping'],
    'users: [{name: a}, {name: a}]': ['users[1].name is there already; names must differ'],
    'clusters: [{name: a, cluster: {server: [], certificate-authority: 1}}]': [
      'clusters[0].cluster.server must be a string',
      'clusters[0].cluster.certificate-authority must be a string',
    ],
  };
  for (const [text, problems] of Object.entries(wrongShapes)) {
    it(`reads ${JSON.stringify(text)} as far as it goes`, () => {
      assert.ok(parsed(text).kubeconfig);
      assert.deepEqual(messages(text), problems);
    });
  }

  it('takes the first of two users with one name', () => {
    const text = 'users: [{name: a, user: {token: x}}, {name: a, user: {client-certificate-data: IA==}}]';
    assert.deepEqual(parsed(text).kubeconfig?.users, [{ name: 'a', credential: { kind: 'token' } }]);
    assert.deepEqual(parsed(text).embedded, []);
  });

  it('names ten faults and counts the rest', () => {
    const all = messages(`users: [${'{}, '.repeat(500)}]`);
    assert.equal(all.length, 11);
    assert.equal(all[10], '490 more faults like these');
  });

  const secret = 'c2VjcmV0LWtleS1kYXRh';
  const notKubeconfigs: Record<string, string> = {
    'just text': 'not a mapping in YAML or JSON',
    '[1, 2]': 'not a mapping in YAML or JSON',
    [`users:\n- user: {client-key-data: "${secret}\n`]: 'not valid YAML at line 3',
    [`a: 1\nusers: [\n  token: ${secret}: x: [}\n`]: 'not valid YAML at line 3',
    [`{"users": [{"user": {"token": "${secret}" "x"}}]}`]: 'not valid YAML at line 1',
    [','.repeat(50_000)]:
      'not read as YAML: more lines, brackets, quotation marks or aliases than any kubeconfig has',
    ['['.repeat(25_000)]: 'nested too deeply, or with too many aliases, to be read as YAML',
    [`a: &a [x]\nb: [${'*a, '.repeat(101)}]`]:
      'nested too deeply, or with too many aliases, to be read as YAML',
  };
  for (const [text, message] of Object.entries(notKubeconfigs)) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))} and quotes none of it`, () => {
      assert.deepEqual(parsed(text), { embedded: [], problems: [{ reason: 'malformed', message }] });
    });
  }

  it('takes time in proportion to the length, even of one line with a thousand faults', () => {
    const start = performance.now();
    parsed('!a '.repeat(25_000));
    assert.ok(performance.now() - start < 3000);
  });

  it('keeps nothing of the file in memory but what it gives back', async () => {
    const text = `${adminConf()}padding: ${'x'.repeat(100_000)}\n`;
    await collectGarbage();
    const used = process.memoryUsage().heapUsed;
    const kept = Array.from({ length: 100 }, () => parsed(text));
    await collectGarbage();
    assert.equal(kept.length, 100);
    assert.ok(process.memoryUsage().heapUsed - used < 2_000_000);
  });

  it('says that an empty file is empty', () => {
    assert.deepEqual(parsed(' \n'), {
      embedded: [],
      problems: [{ reason: 'empty', message: 'empty; a kubeconfig should be here' }],
    });
  });
});

describe('looksLikeKubeconfig', () => {
  const texts: Record<string, boolean> = {
    'apiVersion: v1\nclusters:\n- x\nkind: Config\nusers:\n- y\n': true,
    '\uFEFFusers:\r\nclusters:\r\n': true,
    'users : []\n"clusters": []': true,
    '{"kind":"Config","clusters":[],"users":null}': true,
    '{\n  "clusters" : [],\n  "users": []\n}': true,
    'users: null\nclusters': false,
    'static_resources:\n  clusters: []\n  users: []\n': false,
    'superusers: x\nsubclusters: y': false,
    '[Unit]\nDescription=clusters of users\n': false,
    'kind: ConfigMap\nmetadata: {}': false,
    '': false,
  };
  for (const [text, expected] of Object.entries(texts)) {
    it(`is ${expected} of ${JSON.stringify(text)}`, () => {
      assert.equal(looksLikeKubeconfig(Buffer.from(text)), expected);
    });
  }
});
