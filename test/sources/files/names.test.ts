import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  currentLinkPrefix,
  isKeyOrRequest,
  isPassedFolder,
  isSupersededFile,
  isWorthALook,
  keyNamesFor,
  newestGeneration,
} from '../../../src/sources/files/names.ts';

/** Each name with what the predicate should say of it. */
function table(predicate: (name: string) => boolean, rows: Readonly<Record<string, boolean>>): void {
  for (const [name, expected] of Object.entries(rows)) {
    it(`${name}: ${expected ? 'yes' : 'no'}`, () => assert.equal(predicate(name), expected));
  }
}

describe('a key or a request, by its name', () => {
  table(isKeyOrRequest, {
    'apiserver.key': true,
    'kube-ca-key.pem': true,
    'server.csr': true,
    'sa.pub': true,
    'apiserver.crt': false,
    'kube-apiserver.pem': false,
    'monkey.pem': false,
  });
});

describe('a superseded file, by its name', () => {
  table(isSupersededFile, {
    'kubelet-client-2026-01-31-23-59-59.pem': true,
    'kubelet-server-2026-01-31-23-59-59.pem': true,
    'apiserver.crt.bak': true,
    'apiserver.crt.old': true,
    'admin.conf~': true,
    'kubelet-client-current.pem': false,
    'kubelet-client.crt': false,
    'old.crt': false,
  });
});

describe('a folder that is passed, by its name', () => {
  table(isPassedFolder, {
    'tls-1700000000': true,
    'temporary-certs': true,
    'kubeadm-backup-etcd-2026-01-01': true,
    '..data': true,
    '..2026_01_01_00_00_00.123': true,
    'pki.bak': true,
    pki: false,
    'tls-certs': false,
    '.kube': false,
  });
});

describe('a file worth a look in a whole folder, by its name', () => {
  table(isWorthALook, {
    'ca.crt': true,
    'ca.PEM': true,
    'cert.der': true,
    'admin.conf': true,
    'kubelet.kubeconfig': true,
    config: true,
    'kube_config_cluster.yml': true,
    'dynamic-cert.json': true,
    'encryption-config.json': false,
    'README.md': false,
    token: false,
  });
});

describe('the private key beside a certificate', () => {
  for (const [certificate, keys] of Object.entries({
    'apiserver.crt': ['apiserver.key', 'apiserver-key.pem'],
    'kube-apiserver.pem': ['kube-apiserver.key', 'kube-apiserver-key.pem'],
    'server-ca.nochain.crt': ['server-ca.key', 'server-ca-key.pem'],
    'fullchain.pem': ['fullchain.key', 'fullchain-key.pem', 'privkey.pem'],
    'cert3.pem': ['cert3.key', 'cert3-key.pem', 'privkey3.pem'],
  })) {
    it(`of ${certificate} is one of ${keys.join(', ')}`, () =>
      assert.deepEqual(keyNamesFor(certificate), keys));
  }
});

describe('a -current.pem link', () => {
  it('has the prefix of its generations', () => {
    assert.equal(currentLinkPrefix('kubelet-client-current.pem'), 'kubelet-client');
    assert.equal(currentLinkPrefix('kubelet-client.pem'), undefined);
  });

  it('should lead to the newest of them', () => {
    const names = [
      'kubelet-client-2025-12-31-00-00-00.pem',
      'kubelet-client-2026-01-01-00-00-00.pem',
      'kubelet-server-2026-09-01-00-00-00.pem',
      'kubelet-client-current.pem',
      'kubelet.crt',
    ];
    assert.equal(newestGeneration('kubelet-client', names), 'kubelet-client-2026-01-01-00-00-00.pem');
    assert.equal(newestGeneration('kube-proxy', names), undefined);
  });
});
