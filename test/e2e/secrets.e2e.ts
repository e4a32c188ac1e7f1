import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createAuthority, type Minted } from '../../src/demo/authority.ts';
import { type HostFile, replaceFiles, writeHost } from '../../src/demo/hosts/host.ts';
import { INCIDENTS } from '../../src/demo/incidents.ts';
import { DAY } from '../../src/model.ts';
import { BUNDLE, run, startServer } from '../program.ts';
import { Secrets, secretsIn } from './secrets.ts';

const TOKEN_SECRET = 'q7x2m9k4w8z1v5t3';
const PASSWORD = 'correct-horse-battery-staple';

describe('private keys, tokens and passwords', { timeout: 60_000 }, () => {
  let root = '';
  let secrets = new Secrets([]);

  before(async () => {
    const files = replaceFiles(await damagedHost(), await carelessFiles());
    root = await mkdtemp(join(tmpdir(), 'kubecert-secrets-'));
    await writeHost(root, files);
    const texts = files.flatMap((file) => ('content' in file ? secretsIn(file.content) : []));
    secrets = new Secrets([...texts, TOKEN_SECRET, PASSWORD]);
  });
  after(async () => rm(root, { recursive: true }));

  it('would be found', () => {
    assert.ok(secrets.size > 5000);
    assert.throws(
      () => secrets.assertNoneIn(`\ntoken: abcdef.${TOKEN_SECRET}`, 'it'),
      /it, line 2: a part of a secret/,
    );
  });

  for (const output of ['table', 'json', 'prometheus']) {
    it(`are in no ${output} of check, whatever it is pointed at`, async (test) => {
      for (const paths of [[], ['/'], ['/etc/careless/*'], ['/etc/kubernetes/pki/ca.key']]) {
        const flags = ['check', '--host-root', root, '--output', output, ...paths];
        const { stdout, stderr } = await run(test, flags, BUNDLE);
        secrets.assertNoneIn(stdout + stderr, flags.join(' '));
      }
    });
  }

  it('are in no answer and no log line of serve, at log level debug', async (test) => {
    const flags = ['--host-root', root, '--path', '/etc/careless/*', '--log-level', 'debug'];
    const server = await startServer(test, flags, BUNDLE);
    for (const path of ['/', '/metrics', '/api/v1/certificates', '/api/v1/findings']) {
      secrets.assertNoneIn(await server.get(path), path);
    }
    const headers = { accept: 'application/openmetrics-text; version=1.0.0' };
    const openMetrics = await fetch(`${server.origin}/metrics`, { headers });
    secrets.assertNoneIn(await openMetrics.text(), 'OpenMetrics');
    const { stderr } = await server.stop();
    assert.match(stderr, /"level":"debug"/);
    secrets.assertNoneIn(stderr, 'the log');
  });

  it('are in no complaint about a configuration that is in truth a key or a kubeconfig', async (test) => {
    for (const path of [
      '/etc/kubernetes/pki/ca.key',
      '/etc/careless/cut-off.conf',
      '/etc/careless/password.conf',
      '/etc/careless/cut-off.json',
    ]) {
      for (const command of ['serve', 'check']) {
        const { exitCode, stdout, stderr } = await run(test, [command, '--config', join(root, path)], BUNDLE);
        assert.equal(exitCode, command === 'check' ? 3 : 2);
        secrets.assertNoneIn(stdout + stderr, `${command} --config ${path}`);
      }
    }
  });
});

/** The kubeadm host that was renewed by hand and a K3s server, on one disk. */
async function damagedHost(): Promise<readonly HostFile[]> {
  const [server, master] = await Promise.all(
    ['B', 'E'].map(async (incident) => {
      const [host] = (await INCIDENTS.find(({ id }) => id === incident)?.hosts(Date.now())) ?? [];
      return host?.files ?? assert.fail(`incident ${incident} has no host`);
    }),
  );
  return replaceFiles(server ?? [], master ?? []);
}

/** Files in which secrets stand where nobody expects them. */
async function carelessFiles(): Promise<readonly HostFile[]> {
  const life = { notBefore: Date.now() - DAY, notAfter: Date.now() + 100 * DAY };
  const { certificatePem, privateKeyPem }: Minted = await createAuthority({
    commonName: 'careless',
    ...life,
  });
  const key = Buffer.from(privateKeyPem).toString('base64');
  const certificate = Buffer.from(certificatePem).toString('base64');
  return Object.entries({
    'key.crt': privateKeyPem,
    'key-first.pem': privateKeyPem + certificatePem,
    'key-without-end.pem': certificatePem + privateKeyPem.replace(/-----END[^]*/, ''),
    'key-with-garbage.pem': certificatePem + privateKeyPem.replace('\n', '\n$$$'),
    'key-without-frame.crt': privateKeyPem.replaceAll(/-----.*-----\n/g, ''),
    'token.conf': kubeconfig(`token: abcdef.${TOKEN_SECRET}`),
    'token-as-list.conf': kubeconfig(`token: [abcdef.${TOKEN_SECRET}]`),
    'token-as-alias.conf': kubeconfig(`token: *abcdef.${TOKEN_SECRET}`),
    'token-with-tab.conf': kubeconfig(`\ttoken: ${TOKEN_SECRET}`),
    'token-twice.conf': kubeconfig(`token: ${TOKEN_SECRET}\n    token: ${TOKEN_SECRET}`),
    'password.conf': kubeconfig(
      `username: admin\n    password: ${PASSWORD}`,
      `https://admin:${PASSWORD}@10.0.0.1:6443/?token=${TOKEN_SECRET}`,
    ),
    'swapped.conf': kubeconfig(`client-certificate-data: ${key}\n    client-key-data: ${certificate}`),
    'key-as-text.conf': kubeconfig(
      `client-certificate-data: ${certificate}\n    client-key-data: |\n${privateKeyPem.replaceAll(/^/gm, '      ')}`,
    ),
    'key-as-path.conf': kubeconfig(`client-certificate: ${key}\n    client-key: ${key}`),
    'cut-off.conf': kubeconfig(`client-key-data: "${key}`),
    'swapped.json': JSON.stringify({ data: { 'tls.crt': key, 'tls.key': certificate } }),
    'cut-off.json': `{"data":{"tls.crt":"${certificate}","tls.key":"${key}`,
    'dynamic-cert.json': `{"data":{"tls.key":"${key}" "tls.crt":"${certificate}"}}`,
  }).map(([name, content]) => ({ path: `/etc/careless/${name}`, content }));
}

/** @param user the lines below `user:`, the first one not yet indented */
function kubeconfig(user: string, server = 'https://10.0.0.1:6443'): string {
  return `clusters:
- name: c
  cluster:
    server: ${server}
users:
- name: u
  user:
    ${user}
contexts:
- name: x
  context: { cluster: c, user: u }
current-context: x
`;
}
