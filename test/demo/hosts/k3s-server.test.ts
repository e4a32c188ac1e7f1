import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { days, NOW } from '../../certificates.ts';
import { certificatesIn, textAt } from '../../host-contents.ts';
import { KINDS } from '../../sample-hosts.ts';

describe('a K3s server', () => {
  it('keeps leaf and CA in one file, both from the day of the CA', async () => {
    const [server] = await KINDS.k3s();
    assert.ok(server);
    const text = textAt(server.host, '/var/lib/rancher/k3s/server/tls/serving-kube-apiserver.crt');
    const certificates = certificatesIn(text ?? '');
    assert.deepEqual(
      certificates.map(({ subject, validFromDate }) => [subject, validFromDate.getTime()]),
      [
        ['CN=kube-apiserver', NOW - days(400)],
        [`CN=k3s-server-ca@${(NOW - days(400)) / 1000}`, NOW - days(400)],
      ],
    );
  });

  it('keeps the dynamic certificate as a Secret in JSON, with its fingerprint', async () => {
    const [server] = await KINDS.k3s();
    assert.ok(server);
    const text = textAt(server.host, '/var/lib/rancher/k3s/server/tls/dynamic-cert.json') ?? '';
    const secret: {
      type: string;
      data: Record<string, string>;
      metadata: { annotations: Record<string, string> };
    } = JSON.parse(text);
    const [leaf] = certificatesIn(Buffer.from(secret.data['tls.crt'] ?? '', 'base64').toString());
    assert.ok(leaf);
    assert.equal(secret.type, 'kubernetes.io/tls');
    assert.equal(leaf.subject, 'O=k3s\nCN=k3s');
    assert.equal(
      secret.metadata.annotations['listener.cattle.io/fingerprint'],
      `SHA1=${leaf.fingerprint.replaceAll(':', '')}`,
    );
  });
});
