import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type CertificateStatus,
  DEFAULT_THRESHOLDS,
  status,
  withLeafDays,
} from '../../src/findings/thresholds.ts';
import type { Certificate, Placement } from '../../src/model.ts';
import { NOW, sampleCertificate, validDays } from '../certificates.ts';

function standing(certificate: Certificate, placement: Placement = {}, index = 0): CertificateStatus {
  return status(certificate, placement, index, NOW, DEFAULT_THRESHOLDS);
}

/** A certificate that lives so many days and has so many left. */
function living(life: number, left: number, isCA = false): Certificate {
  return sampleCertificate({ ...validDays(left - life, left), isCA, keyUsages: ['server auth'] });
}

describe('the status of a certificate', () => {
  describe('that somebody renews by hand', () => {
    const rows = [
      [31, 'ok'],
      [30, 'ok'],
      [29.9, 'warning'],
      [7, 'warning'],
      [6.9, 'critical'],
      [0, 'critical'],
      [-0.1, 'expired'],
    ] as const;
    for (const [left, expected] of rows) {
      it(`${left} days of 365: ${expected}`, () => assert.equal(standing(living(365, left)), expected));
    }
  });

  describe('of a CA', () => {
    const rows = [
      [366, 'ok'],
      [364, 'info'],
      [179, 'warning'],
      [29, 'critical'],
      [-1, 'expired'],
    ] as const;
    for (const [left, expected] of rows) {
      it(`${left} days of 3650: ${expected}`, () =>
        assert.equal(standing(living(3650, left, true)), expected));
    }

    it('that follows its leaf in the same file is judged as one, since it has its say elsewhere', () => {
      assert.equal(standing(living(3650, 179, true), {}, 1), 'ok');
      assert.equal(standing(living(3650, 29, true), {}, 1), 'warning');
    });
  });

  describe('that renews by itself', () => {
    const rows = [
      ['a healthy kubelet certificate just before its rotation', 365, 36, 'ok'],
      ['a kubelet certificate that should have been rotated', 365, 29, 'warning'],
      ['a kubelet certificate about to end', 365, 6, 'critical'],
      ['a k3s dynamic certificate when it is renewed', 365, 120, 'ok'],
      ['the same where notBefore is that of a CA of nine years', 9 * 365 + 365, 120, 'ok'],
      ['a fresh one that bears the notBefore of its CA', 3650, 364, 'ok'],
      ['a 90-day certificate when it is renewed', 90, 30, 'ok'],
      ['a 90-day certificate that was not renewed', 90, 8, 'warning'],
      ['a 90-day certificate about to end', 90, 2, 'critical'],
      ['a 47-day certificate when it is renewed', 47, 15, 'ok'],
      ['a 6-day certificate with two days left', 6, 2, 'ok'],
      ['a 6-day certificate with half a day left', 6, 0.5, 'warning'],
      ['a 6-day certificate with four hours left', 6, 4 / 24, 'critical'],
      ['one of a day, with eight hours left', 1, 8 / 24, 'ok'],
    ] as const;
    for (const [name, life, left, expected] of rows) {
      it(`${name}: ${expected}`, () =>
        assert.equal(standing(living(life, left), { renewal: 'automatic' }), expected));
    }
  });

  describe('that lives 90 days or fewer, whoever renews it', () => {
    const rows = [
      [90, 29, 'ok'],
      [90, 8, 'warning'],
      [90, 2, 'critical'],
      [91, 29, 'warning'],
    ] as const;
    for (const [life, left, expected] of rows) {
      it(`${left} days of ${life}: ${expected}`, () => assert.equal(standing(living(life, left)), expected));
    }
  });

  describe('that a restart renews', () => {
    const window = (renewalWindowDays: number): Placement => ({ renewal: 'on-restart', renewalWindowDays });
    const rows = [
      ['before the window of 120 days', 121, window(120), 'ok'],
      ['inside the window of 120 days', 119, window(120), 'info'],
      ['before the window of 90 days', 119, window(90), 'ok'],
      ['at 89 days, where nobody has said how wide the window is', 89, { renewal: 'on-restart' }, 'info'],
      ['when it becomes urgent', 29, window(120), 'warning'],
      ['when it is nearly over', 6, window(120), 'critical'],
    ] as const;
    for (const [name, left, placement, expected] of rows) {
      it(`${name}: ${expected}`, () => assert.equal(standing(living(365, left), placement), expected));
    }
  });

  it('is not_yet_valid before notBefore, to the millisecond', () => {
    const certificate = sampleCertificate(validDays(0, 365));
    assert.equal(standing(certificate), 'ok');
    assert.equal(status(certificate, {}, 0, NOW - 1, DEFAULT_THRESHOLDS), 'not_yet_valid');
  });

  it('is expired when notAfter has passed, even if notBefore is later', () => {
    assert.equal(standing(sampleCertificate(validDays(10, -10))), 'expired');
  });

  it('is asked of another moment as well', () => {
    const certificate = living(365, 100);
    assert.equal(status(certificate, {}, 0, certificate.notAfter, DEFAULT_THRESHOLDS), 'critical');
    assert.equal(status(certificate, {}, 0, certificate.notAfter + 1, DEFAULT_THRESHOLDS), 'expired');
  });
});

describe('other days for leaves', () => {
  const strict = withLeafDays(DEFAULT_THRESHOLDS, { warning: 60, critical: 40 });
  const standingBy = (certificate: Certificate, placement: Placement = {}): CertificateStatus =>
    status(certificate, placement, 0, NOW, strict);

  it('count for every leaf', () => {
    assert.equal(standingBy(living(365, 59)), 'warning');
    assert.equal(standingBy(living(365, 39)), 'critical');
    assert.equal(standingBy(living(365, 39), { renewal: 'on-restart' }), 'critical');
    assert.equal(standingBy(living(365, 39), { renewal: 'none' }), 'critical');
  });

  it('leave the info of on-restart and the days of a CA alone', () => {
    assert.equal(standingBy(living(365, 89), { renewal: 'on-restart' }), 'info');
    assert.equal(standingBy(living(3650, 59, true)), 'warning');
  });

  it('do not page for what renews by itself in good time', () => {
    assert.equal(standingBy(living(365, 37), { renewal: 'automatic' }), 'ok');
    assert.equal(standingBy(living(365, 36), { renewal: 'automatic' }), 'warning');
  });

  it('may be set one at a time', () => {
    const only = withLeafDays(DEFAULT_THRESHOLDS, { critical: 10 });
    assert.deepEqual(only.days.manual, { warning: 30, critical: 10 });
  });
});
