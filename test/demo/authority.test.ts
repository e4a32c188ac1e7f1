import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';

import { createAuthority, createSelfSigned } from '../../src/demo/authority.ts';
import { certificateOf, NOW, validDays } from '../certificates.ts';

const CA = { commonName: 'kubernetes', ...validDays(-1, 3649) };
const LEAF = { commonName: 'kube-apiserver', role: 'server', ...validDays(-1, 364) } as const;

describe('an authority', () => {
  it('is a CA as kubeadm makes it', async () => {
    const ca = certificateOf(await createAuthority({ ...CA, serialNumber: '01' }));
    assert.deepEqual(
      [ca.subject, ca.issuer, ca.isCA, ca.keyUsages, ca.serialNumber, ca.notBefore, ca.notAfter],
      [
        'CN=kubernetes',
        'CN=kubernetes',
        true,
        ['digital signature', 'key encipherment', 'cert sign'],
        '01',
        validDays(-1, 0).notBefore,
        validDays(0, 3649).notAfter,
      ],
    );
  });

  const usages = {
    server: ['server auth'],
    client: ['client auth'],
    peer: ['server auth', 'client auth'],
  } as const;
  for (const [role, extended] of Object.entries(usages)) {
    it(`issues a ${role} certificate with the key usages that kubeadm gives it`, async () => {
      const ca = await createAuthority(CA);
      const leaf = certificateOf(await ca.issue({ ...LEAF, role: role as keyof typeof usages }));
      assert.deepEqual(leaf.keyUsages, ['digital signature', 'key encipherment', ...extended]);
      assert.deepEqual([leaf.isCA, leaf.issuer], [false, 'CN=kubernetes']);
    });
  }

  it('writes names and addresses', async () => {
    const ca = await createAuthority(CA);
    const leaf = certificateOf(
      await ca.issue({
        ...LEAF,
        organization: ['a', 'b'],
        dnsNames: ['kubernetes'],
        ipAddresses: ['10.96.0.1', 'fd00::1'],
      }),
    );
    assert.deepEqual(
      [leaf.subject, leaf.dnsNames, leaf.ipAddresses],
      ['CN=kube-apiserver,O=b+O=a', ['kubernetes'], ['10.96.0.1', 'fd00::1']],
    );
  });

  it('is a link of a chain that can be verified, identifiers included', async () => {
    const root = await createAuthority(CA);
    const intermediate = await root.intermediate({ commonName: 'k3s-server-ca', ...validDays(-1, 1000) });
    const leaf = await intermediate.issue(LEAF);
    const [rootX509, intermediateX509, leafX509] = [root, intermediate, leaf].map(
      ({ certificatePem }) => new X509Certificate(certificatePem),
    );
    assert.ok(rootX509 && intermediateX509 && leafX509);
    assert.ok(rootX509.checkIssued(rootX509) && rootX509.verify(rootX509.publicKey));
    assert.ok(intermediateX509.checkIssued(rootX509) && intermediateX509.verify(rootX509.publicKey));
    assert.ok(leafX509.checkIssued(intermediateX509) && leafX509.verify(intermediateX509.publicKey));
    assert.equal(leafX509.checkIssued(rootX509), false);
  });

  it('gives every certificate a key of its own, written as kubeadm writes it', async () => {
    const ca = await createAuthority(CA);
    const [ecdsa, rsa] = await Promise.all([ca.issue(LEAF), ca.issue({ ...LEAF, keyAlgorithm: 'RSA-2048' })]);
    assert.match(ecdsa.privateKeyPem, /^-----BEGIN EC PRIVATE KEY-----\n/);
    assert.match(rsa.privateKeyPem, /^-----BEGIN RSA PRIVATE KEY-----\n/);
    for (const minted of [ca, ecdsa, rsa]) {
      assert.ok(
        new X509Certificate(minted.certificatePem).checkPrivateKey(createPrivateKey(minted.privateKeyPem)),
      );
    }
    assert.notEqual(ecdsa.privateKeyPem, ca.privateKeyPem);
  });

  it('renews a certificate with the key that it had', async () => {
    const ca = await createAuthority(CA);
    const old = await ca.issue(LEAF);
    const renewed = await ca.issue({ ...LEAF, ...validDays(0, 365), keyOf: old });
    assert.equal(renewed.privateKeyPem, old.privateKeyPem);
    assert.notEqual(renewed.certificatePem, old.certificatePem);
  });

  it('writes dates beyond 2050', async () => {
    const ca = await createAuthority({ ...CA, notAfter: Date.UTC(2126, 0, 1) });
    assert.equal(certificateOf(ca).notAfter, Date.UTC(2126, 0, 1));
  });
});

describe('createSelfSigned', () => {
  it('makes a leaf that is its own issuer', async () => {
    const minted = await createSelfSigned({ ...LEAF, commonName: `node-1@${NOW / 1000}` });
    const x509 = new X509Certificate(minted.certificatePem);
    assert.ok(x509.verify(x509.publicKey));
    const { subject, issuer, isCA, keyUsages } = certificateOf(minted);
    assert.deepEqual(
      [subject, issuer, isCA, keyUsages],
      [
        'CN=node-1@1780272000',
        'CN=node-1@1780272000',
        false,
        ['digital signature', 'key encipherment', 'server auth'],
      ],
    );
  });
});
