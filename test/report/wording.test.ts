import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY } from '../../src/model.ts';
import { count, minutes, residual } from '../../src/report/wording.ts';

describe('the residual time', () => {
  const HOUR = DAY / 24;
  const lengths: readonly (readonly [milliseconds: number, text: string])[] = [
    [365 * DAY - 1, '364d'],
    [DAY, '1d'],
    [DAY - 1, '23h'],
    [HOUR, '1h'],
    [HOUR - 1, '59m'],
    [0, '0m'],
    [-1, '-0m'],
    [-5 * HOUR, '-5h'],
    [-3.5 * DAY, '-3d'],
  ];
  for (const [milliseconds, text] of lengths) {
    it(`of ${milliseconds} ms is ${text}`, () => {
      assert.equal(residual(milliseconds), text);
    });
  }
});

describe('an instant', () => {
  it('is cut off at the minute, in UTC', () => {
    assert.equal(minutes(Date.UTC(2026, 5, 1, 14, 5, 59)), '2026-06-01 14:05');
  });
});

describe('a count', () => {
  it('has its noun in the plural unless it is one', () => {
    assert.deepEqual(
      [count(0, 'finding'), count(1, 'finding'), count(2, 'finding')],
      ['0 findings', '1 finding', '2 findings'],
    );
  });
});
