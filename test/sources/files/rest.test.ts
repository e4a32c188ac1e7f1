import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { restAfter } from '../../../src/sources/files/rest.ts';

describe('the rest before a look', () => {
  it('lets a change settle, and is longer where looks are long', () => {
    assert.deepEqual([restAfter(0, 0), restAfter(10, 0)], [50, 90]);
  });

  it('keeps a change no longer than a quarter of a second from a look', () => {
    assert.equal(restAfter(1000, 0), 250);
    assert.equal(restAfter(1000, 10), 250);
  });

  it('is twenty times as long as a look when a file is written again and again', () => {
    assert.equal(restAfter(100, 11), 2050);
  });

  it('is never longer than five seconds', () => {
    assert.equal(restAfter(60_000, 11), 5000);
  });
});
