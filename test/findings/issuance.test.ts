import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { createAuthority } from '../../src/demo/authority.ts';
import { chainsTo, isIssuedBy } from '../../src/findings/issuance.ts';
import { certificateOf, NOW, sampleCertificate, validDays } from '../certificates.ts';

const valid = validDays(-10, 355);
const authority = await createAuthority({ commonName: 'kubernetes', ...valid });
const issue = async (): ReturnType<typeof authority.issue> =>
  authority.issue({ commonName: 'a', role: 'client', ...valid });

describe('isIssuedBy', () => {
  it('knows who has signed a certificate', async () => {
    const leaf = certificateOf(await issue());
    const ca = certificateOf(authority);
    assert.equal(isIssuedBy(leaf, ca), true);
    assert.equal(isIssuedBy(ca, ca), true);
    assert.equal(isIssuedBy(ca, leaf), false);
  });

  it('does not take the signature of what is no CA', async () => {
    const leaf = certificateOf(await issue());
    const ca = { ...certificateOf(authority), isCA: false };
    assert.equal(isIssuedBy(leaf, ca), false);
  });

  it('verifies a pair once', async (test) => {
    const leaf = certificateOf(await issue());
    const ca = certificateOf(authority);
    const verify = test.mock.method(X509Certificate.prototype, 'verify');
    for (let scrape = 0; scrape < 3; scrape += 1) assert.equal(isIssuedBy(leaf, ca), true);
    assert.equal(verify.mock.callCount(), 1);
  });

  it('does not accuse where nothing can be verified', () => {
    const ca = sampleCertificate({ subject: 'CN=kubernetes', isCA: true, notAfter: NOW });
    assert.equal(isIssuedBy(sampleCertificate({ issuer: 'CN=kubernetes' }), ca), true);
  });
});

describe('chainsTo', () => {
  it('comes to an end where a root has issued itself', async () => {
    const leaf = certificateOf(await issue());
    const root = certificateOf(authority);
    const stranger = certificateOf(await createAuthority({ commonName: 'stranger', ...valid }));
    assert.equal(chainsTo(leaf, [root], [stranger]), false);
    assert.equal(chainsTo(leaf, [root], [root]), true);
  });
});
