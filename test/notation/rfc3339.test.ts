import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rfc3339 } from '../../src/notation/rfc3339.ts';

describe('an instant in RFC 3339', () => {
  it('is in UTC and has no fraction that is nought', () => {
    assert.equal(rfc3339(Date.UTC(2026, 5, 1, 14, 5, 9)), '2026-06-01T14:05:09Z');
  });

  it('keeps a fraction that is there', () => {
    assert.equal(rfc3339(Date.UTC(2026, 5, 1) + 250), '2026-06-01T00:00:00.250Z');
  });

  it('goes to the last moment that a certificate can name', () => {
    assert.equal(rfc3339(Date.UTC(9999, 11, 31, 23, 59, 59)), '9999-12-31T23:59:59Z');
  });
});
