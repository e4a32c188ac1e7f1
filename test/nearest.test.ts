import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearest } from '../src/nearest.ts';

const KEYS = ['listen', 'node', 'hostRoot', 'files', 'log'];

describe('the nearest known word', () => {
  const meant: readonly (readonly [word: string, known: string])[] = [
    ['listn', 'listen'],
    ['Listen', 'listen'],
    ['hostroot', 'hostRoot'],
    ['host-root', 'hostRoot'],
    ['file', 'files'],
    ['logs', 'log'],
  ];
  for (const [word, known] of meant) {
    it(`to ${word} is ${known}`, () => {
      assert.equal(nearest(word, KEYS), known);
    });
  }

  for (const word of ['', 'apiVersion', 'interval', 'x'.repeat(100_000)]) {
    it(`to ${JSON.stringify(word.slice(0, 20))} is none`, () => {
      assert.equal(nearest(word, KEYS), undefined);
    });
  }
});
