import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { kubeconfig } from '../../../src/demo/hosts/kubeconfig.ts';
import { createRoot } from '../../../src/demo/hosts/minting.ts';
import { NOW } from '../../certificates.ts';

const server = 'https://10.0.0.11:6443';

describe('a sample kubeconfig', () => {
  it('names certificate and key by path', () => {
    assert.equal(
      kubeconfig({
        server,
        user: 'system:node:worker-1',
        authority: { path: '/etc/kubernetes/pki/ca.crt' },
        credential: { certificate: '/var/lib/kubelet/a.pem', key: '/var/lib/kubelet/a-key.pem' },
      }),
      `apiVersion: v1
clusters:
- cluster:
    certificate-authority: /etc/kubernetes/pki/ca.crt
    server: https://10.0.0.11:6443
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: system:node:worker-1
  name: system:node:worker-1@kubernetes
current-context: system:node:worker-1@kubernetes
kind: Config
preferences: {}
users:
- name: system:node:worker-1
  user:
    client-certificate: /var/lib/kubelet/a.pem
    client-key: /var/lib/kubelet/a-key.pem
`,
    );
  });

  it('embeds them', async () => {
    const minted = await createRoot('test/ca', 'test', NOW);
    const text = kubeconfig({ server, user: 'admin', authority: minted, credential: minted });
    const data = /client-certificate-data: (?<certificate>.*)\n    client-key-data: (?<key>.*)\n$/.exec(
      text,
    )?.groups;
    assert.equal(Buffer.from(data?.['certificate'] ?? '', 'base64').toString(), minted.certificatePem);
    assert.equal(Buffer.from(data?.['key'] ?? '', 'base64').toString(), minted.privateKeyPem);
  });

  it('bears a token', async () => {
    const text = kubeconfig({
      server,
      user: 'tls-bootstrap-token-user',
      authority: { path: '/ca.crt' },
      credential: { token: 'abcdef.0123456789abcdef' },
    });
    assert.ok(text.endsWith('  user:\n    token: abcdef.0123456789abcdef\n'), text);
  });
});
