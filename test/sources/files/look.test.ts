import assert from 'node:assert/strict';
import { before, describe, it, type TestContext } from 'node:test';
import { createAuthority, type Minted } from '../../../src/demo/authority.ts';
import { kubeconfig } from '../../../src/demo/hosts/kubeconfig.ts';
import type { Observation, Problem } from '../../../src/model.ts';
import { HostRoot } from '../../../src/sources/files/host-root.ts';
import { Looker } from '../../../src/sources/files/look.ts';
import { certificateOf, validDays } from '../../certificates.ts';
import { temporaryHost } from '../../temporary-host.ts';

const KUBECONFIG = '/etc/kubernetes/kubelet.conf';
const PAIR = '/var/lib/kubelet/pki/kubelet-client-current.pem';
const CERTIFICATE = '/etc/kubernetes/ssl/kubelet-client.crt';
const KEY = '/etc/kubernetes/ssl/kubelet-client.key';

let authority: Minted;
let client: Minted;

before(async () => {
  const ca = await createAuthority({ commonName: 'kubernetes', ...validDays(-10, 3640) });
  authority = ca;
  client = await ca.issue({ commonName: 'system:node:cp-1', role: 'client', ...validDays(-10, 355) });
});

/** What is seen of the certificate that a kubeconfig names, and of the key that it names with it. */
function lookAtNamed(
  t: TestContext,
  named: { readonly certificate: string; readonly key: string },
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): Observation | undefined {
  const text = kubeconfig({
    server: 'https://192.0.2.11:6443',
    user: 'system:node:cp-1',
    authority,
    credential: named,
  });
  const host = temporaryHost(t, { [KUBECONFIG]: text, ...files });
  for (const [path, target] of Object.entries(links)) host.link(path, target);
  const root = new HostRoot(host.root);
  const looker = new Looker(root, 'cp-1', 64 * 1024);
  const conf = { path: KUBECONFIG, format: 'kubeconfig', placement: {} } as const;
  const [candidate] = looker.look(conf, root.resolve(KUBECONFIG), false).named;
  assert.ok(candidate);
  return looker.look(candidate, root.resolve(candidate.path), false).observations[0];
}

describe('a look at a certificate whose key a kubeconfig names', () => {
  interface Row {
    readonly named: { readonly certificate: string; readonly key: string };
    readonly files: () => Readonly<Record<string, string>>;
    readonly links?: Readonly<Record<string, string>>;
    readonly problems: readonly Problem[];
  }
  const apart = { certificate: CERTIFICATE, key: KEY };
  const together = { certificate: PAIR, key: PAIR };
  const missing: Problem = {
    reason: 'key_missing',
    message: `${CERTIFICATE}: its private key is named ${KEY}, and is not there`,
  };
  const keyless: Problem = {
    reason: 'key_missing',
    message: `${PAIR}: named as certificate and as key, but holds no key`,
  };
  const rows: Readonly<Record<string, Row>> = {
    'finds it in a file of its own': {
      named: apart,
      files: () => ({ [CERTIFICATE]: client.certificatePem, [KEY]: client.privateKeyPem }),
      problems: [],
    },
    'misses it where its file is not there': {
      named: apart,
      files: () => ({ [CERTIFICATE]: client.certificatePem }),
      problems: [missing],
    },
    'misses it where its file is a link that leads nowhere': {
      named: apart,
      files: () => ({ [CERTIFICATE]: client.certificatePem }),
      links: { [KEY]: '/run/secrets/gone.key' },
      problems: [missing],
    },
    'does not take another key beside it for the one that is named': {
      named: { certificate: CERTIFICATE, key: '/etc/kubernetes/ssl/other.key' },
      files: () => ({ [CERTIFICATE]: client.certificatePem, [KEY]: client.privateKeyPem }),
      problems: [
        {
          reason: 'key_missing',
          message: `${CERTIFICATE}: its private key is named /etc/kubernetes/ssl/other.key, and is not there`,
        },
      ],
    },
    'finds it in the same file': {
      named: together,
      files: () => ({ [PAIR]: client.certificatePem + client.privateKeyPem }),
      problems: [],
    },
    'misses it in the same file': {
      named: together,
      files: () => ({ [PAIR]: client.certificatePem }),
      problems: [keyless],
    },
    'finds it in the same file through a linked folder': {
      named: together,
      files: () => ({
        '/data/kubelet/pki/kubelet-client-current.pem': client.certificatePem + client.privateKeyPem,
      }),
      links: { '/var/lib/kubelet': '/data/kubelet' },
      problems: [],
    },
    'misses it in the same file through a linked folder': {
      named: together,
      files: () => ({ '/data/kubelet/pki/kubelet-client-current.pem': client.certificatePem }),
      links: { '/var/lib/kubelet': '/data/kubelet' },
      problems: [{ ...keyless, message: keyless.message.replace('/var/lib/kubelet/', '/data/kubelet/') }],
    },
    'says nothing of a key that may be the block that is broken': {
      named: together,
      files: () => ({
        [PAIR]: client.certificatePem + client.privateKeyPem.replace(/-----END .*\n/, ''),
      }),
      problems: [{ reason: 'malformed', message: `${PAIR}: PEM block 2 has no END line` }],
    },
  };
  for (const [title, { named, files, links, problems }] of Object.entries(rows)) {
    it(`${title}, and keeps the certificate`, (t) => {
      const observation = lookAtNamed(t, named, files(), links);
      assert.equal(observation?.outcome, 'complete');
      assert.deepEqual(observation.contents, [certificateOf(client)]);
      assert.deepEqual(observation.problems, problems);
    });
  }
});
