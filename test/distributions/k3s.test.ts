import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import picomatch from 'picomatch';

import type { Place } from '../../src/distributions/distribution.ts';
import { k3s } from '../../src/distributions/k3s.ts';
import { rke2 } from '../../src/distributions/rke2.ts';

const TLS = '/var/lib/rancher/k3s/server/tls';
const AGENT = '/var/lib/rancher/k3s/agent';

function placeAt(path: string): Place {
  const place = k3s.places.find((row) => row.path === path);
  assert.ok(place, path);
  return place;
}

describe("K3s' table", () => {
  it('has the leaves renewed by a restart inside the window, and says how to renew one at once', () => {
    const { renewal, renewalWindowDays, renew } = placeAt(`${TLS}/serving-kube-apiserver.crt`);
    assert.deepEqual(
      { renewal, renewalWindowDays, renew },
      {
        renewal: 'on-restart',
        renewalWindowDays: 120,
        renew:
          'systemctl restart k3s, with 120 days or fewer left (90 before May 2025); ' +
          'at once: systemctl stop k3s; k3s certificate rotate --service api-server; systemctl start k3s',
      },
    );
  });

  it('has the dynamic certificate renewed while the server runs', () => {
    const { part, format, renewal } = placeAt(`${TLS}/dynamic-cert.json`);
    assert.deepEqual(
      { part, format, renewal },
      { part: 'dynamic-certificate', format: 'dynamic-cert', renewal: 'automatic' },
    );
  });

  it('has each leaf chain to the CA that issues it', () => {
    const issuers = Object.fromEntries(
      [
        'client-admin',
        'client-auth-proxy',
        'serving-kube-apiserver',
        'etcd/server-client',
        'etcd/peer-server-client',
      ].map((file) => [file, placeAt(`${TLS}/${file}.crt`).issuer]),
    );
    assert.deepEqual(issuers, {
      'client-admin': `${TLS}/client-ca.crt`,
      'client-auth-proxy': `${TLS}/request-header-ca.crt`,
      'serving-kube-apiserver': `${TLS}/server-ca.crt`,
      'etcd/server-client': `${TLS}/etcd/server-ca.crt`,
      'etcd/peer-server-client': `${TLS}/etcd/peer-ca.crt`,
    });
    assert.equal(placeAt(`${AGENT}/client-kubelet.crt`).issuer, `${AGENT}/client-ca.crt`);
    assert.equal(placeAt(`${AGENT}/serving-kubelet.crt`).issuer, `${AGENT}/server-ca.crt`);
  });

  it('leaves restart safety out: the kubelet gets new certificates at every start', () => {
    const parts = k3s.places.map(({ part }) => part).filter((part) => part?.startsWith('kubelet-'));
    assert.deepEqual(parts, ['kubelet-serving-certificate']);
  });
});

describe("K3s' left-overs", () => {
  const isSuperseded = picomatch([...k3s.superseded], { dot: true });

  it('are what certificate rotate has saved, on servers and agents', () => {
    assert.ok(isSuperseded('/var/lib/rancher/k3s/server/tls-1748736000/client-admin.crt'));
    assert.ok(isSuperseded('/var/lib/rancher/k3s/server/tls-1748736000/etcd/client.crt'));
    assert.ok(isSuperseded('/var/lib/rancher/k3s/agent/tls-1748736000/client-kubelet.crt'));
  });

  it('are not what is in use', () => {
    assert.ok(!isSuperseded(`${TLS}/client-admin.crt`));
  });
});

describe("RKE2's table", () => {
  it("is K3s' under another name", () => {
    const renamed = k3s.places.map(({ path }) => path.replaceAll('k3s', 'rke2'));
    assert.deepEqual(
      rke2.places.map(({ path }) => path),
      renamed,
    );
  });

  it('names its own command and its own units', () => {
    const commands = rke2.places.map(({ renew }) => renew);
    assert.deepEqual(
      commands.filter((command) => command.includes('k3s')),
      [],
    );
    assert.equal(
      rke2.places.find(({ path }) => path.endsWith('/agent/client-kubelet.crt'))?.renew,
      'systemctl restart rke2-agent (rke2-server on a server): every start asks for a new one',
    );
  });
});
