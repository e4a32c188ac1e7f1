import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';

import { createRoot, issue, serialNumberOf, validFor } from '../../../src/demo/hosts/minting.ts';
import { days, NOW } from '../../certificates.ts';

describe('the serial numbers of sample certificates', () => {
  it('are fixed by a name', () => {
    assert.equal(serialNumberOf('cp-1/etc/kubernetes/pki/apiserver'), '4743F636FA9CABC1');
  });

  it('differ between names', () => {
    assert.notEqual(serialNumberOf('cp-1/a'), serialNumberOf('cp-2/a'));
  });

  it('are those that the certificates bear', async () => {
    const ca = await createRoot('test/ca', 'test', NOW);
    const leaf = await issue(ca, 'test/leaf', { commonName: 'leaf', role: 'client', ...validFor(NOW, 1) });
    const serials = [ca, leaf].map(({ certificatePem }) => new X509Certificate(certificatePem).serialNumber);
    assert.deepEqual(serials, [serialNumberOf('test/ca'), serialNumberOf('test/leaf')]);
  });
});

describe('the lives of sample certificates', () => {
  it('count days from an instant on', () => {
    assert.deepEqual(validFor(NOW, 365), { notBefore: NOW, notAfter: NOW + days(365) });
  });

  it('are ten years of a CA', async () => {
    const ca = new X509Certificate((await createRoot('test/ca', 'test', NOW)).certificatePem);
    assert.deepEqual(
      [ca.validFromDate, ca.validToDate],
      [new Date('2026-06-01T00:00:00Z'), new Date('2036-05-29T00:00:00Z')],
    );
  });
});
