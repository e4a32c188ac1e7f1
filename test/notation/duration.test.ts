import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatDuration, parseDuration } from '../../src/notation/duration.ts';

describe('a duration', () => {
  const written: readonly (readonly [text: string, milliseconds: number])[] = [
    ['0s', 0],
    ['90s', 90_000],
    ['5m', 300_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
  ];
  for (const [text, milliseconds] of written) {
    it(`${text} is ${milliseconds} ms, and back`, () => {
      assert.equal(parseDuration(text), milliseconds);
      assert.equal(formatDuration(milliseconds), text);
    });
  }

  it('is written in its largest whole unit', () => {
    assert.deepEqual([60_000, 61_000, 86_400_000].map(formatDuration), ['1m', '61s', '1d']);
  });

  for (const text of ['', '5', 'm', '5 m', '1.5h', '-1d', '1h30m', '5M', '1w', '1000000000s']) {
    it(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseDuration(text), undefined);
    });
  }
});
