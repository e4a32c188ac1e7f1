import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { days, NOW } from '../../certificates.ts';
import { leavesOf } from '../../host-contents.ts';
import { KINDS } from '../../sample-hosts.ts';

describe('a kubeadm control-plane node', () => {
  it('has the names and usages of a real one', async () => {
    const [first] = await KINDS.kubeadm();
    assert.ok(first);
    const leaves = leavesOf(first.host);
    const described = [...leaves]
      .filter(([path, { ca }]) => path.startsWith('/etc/kubernetes/pki/') && path.endsWith('.crt') && !ca)
      .map(([path, { subject, issuer, subjectAltName, keyUsage }]) => [
        path.replace('/etc/kubernetes/pki/', ''),
        `${subject.replaceAll('\n', ', ')} < ${issuer}`,
        subjectAltName ?? '',
        keyUsage.map((usage) => usage.replace('1.3.6.1.5.5.7.3.', '')).join('+'),
      ]);
    // Extended key usage 1 is server auth, 2 client auth.
    assert.deepEqual(described, [
      [
        'apiserver.crt',
        'CN=kube-apiserver < CN=kubernetes',
        'DNS:cp-1, DNS:kubernetes, DNS:kubernetes.default, DNS:kubernetes.default.svc, ' +
          'DNS:kubernetes.default.svc.cluster.local, DNS:api.test.example, IP Address:10.96.0.1, IP Address:10.10.0.11',
        '1',
      ],
      [
        'apiserver-kubelet-client.crt',
        'O=kubeadm:cluster-admins, CN=kube-apiserver-kubelet-client < CN=kubernetes',
        '',
        '2',
      ],
      ['front-proxy-client.crt', 'CN=front-proxy-client < CN=front-proxy-ca', '', '2'],
      ['apiserver-etcd-client.crt', 'CN=kube-apiserver-etcd-client < CN=etcd-ca', '', '2'],
      ...['server', 'peer'].map((kind) => [
        `etcd/${kind}.crt`,
        'CN=cp-1 < CN=etcd-ca',
        'DNS:cp-1, DNS:localhost, IP Address:10.10.0.11, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
        '1+2',
      ]),
      ['etcd/healthcheck-client.crt', 'CN=kube-etcd-healthcheck-client < CN=etcd-ca', '', '2'],
    ]);
  });

  it('has leaves of a year under CAs of ten', async () => {
    const [first] = await KINDS.kubeadm();
    assert.ok(first);
    const leaves = leavesOf(first.host);
    const end = (path: string): number | undefined => leaves.get(path)?.validToDate.getTime();
    assert.equal(end('/etc/kubernetes/pki/apiserver.crt'), NOW + days(365 - 60));
    assert.equal(end('/etc/kubernetes/pki/ca.crt'), NOW + days(3650 - 400));
  });
});
