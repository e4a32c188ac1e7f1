import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instantOf, parseAssumedDate } from '../../src/arguments/assumed-date.ts';
import { DAY } from '../../src/model.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('the assumed date', () => {
  const moments: readonly (readonly [text: string, iso: string])[] = [
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2027-01-31T12:00:00Z', '2027-01-31T12:00:00.000Z'],
    ['2027-01-31t12:00:00.25z', '2027-01-31T12:00:00.250Z'],
    ['2027-01-31T01:00:00+02:00', '2027-01-30T23:00:00.000Z'],
    ['+90d', '2026-04-01T00:00:00.000Z'],
    ['+0s', '2026-01-01T00:00:00.000Z'],
    ['+365000d', new Date(NOW + 365_000 * DAY).toISOString()],
  ];
  for (const [text, iso] of moments) {
    it(`${text} is ${iso}`, () => {
      const assumed = parseAssumedDate(text);
      assert.ok(assumed);
      assert.equal(new Date(instantOf(assumed, NOW)).toISOString(), iso);
    });
  }

  for (const text of [
    '',
    'now',
    '90d',
    '-3d',
    '+90',
    '+365001d',
    '2027-1-31',
    '2027-02-29',
    '2027-02-30T00:00:00Z',
    '2027-13-01',
    '2027-01-31T12:00:00',
    '2027-01-31T25:00:00Z',
    '2027-01-31 12:00',
    '31.01.2027',
    '1801526400',
  ]) {
    it(`${text === '' ? 'nothing' : text} is none`, () => {
      assert.equal(parseAssumedDate(text), undefined);
    });
  }
});
