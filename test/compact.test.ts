import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compact, NONE } from '../src/compact.ts';

describe('compact', () => {
  it('gives the same items in another array', () => {
    const items = ['a', 'b'];
    assert.deepEqual(compact(items), items);
    assert.notEqual(compact(items), items);
  });

  it('gives one array for all that have none, which cannot be added to', () => {
    assert.equal(compact([]), NONE);
    assert.throws(() => (NONE as unknown as unknown[]).push('a'), TypeError);
  });
});
