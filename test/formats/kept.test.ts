import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Alike, keptBytes } from '../../src/formats/kept.ts';

describe('bytes that are kept', () => {
  it('are copies, whatever becomes of the original and of each other', () => {
    const original = Buffer.from('first');
    const first = keptBytes(original);
    const second = keptBytes(Buffer.from('second'));
    original.fill(0);
    assert.deepEqual([first, second].map(textOf), ['first', 'second']);
  });

  it('are copies when a slab is full, and when they are too many for one', () => {
    const all = Array.from({ length: 100 }, (_, at) => Buffer.alloc(1000, at + 1));
    const kept = all.map((bytes) => keptBytes(bytes));
    assert.ok(kept.every((bytes, at) => all[at]?.equals(bytes)));
    const large = Buffer.alloc(100_000, 'x');
    assert.ok(large.equals(keptBytes(large)));
  });
});

describe('alike', () => {
  it('gives the first of equal values', () => {
    const lists = new Alike<readonly string[]>();
    const first = ['server auth'];
    assert.equal(lists.of('server auth', first), first);
    assert.equal(lists.of('server auth', ['server auth']), first);
    assert.deepEqual(lists.of('client auth', ['client auth']), ['client auth']);
  });

  it('remembers nothing of what is longer than names are', () => {
    const lists = new Alike<readonly string[]>();
    const long = 'x'.repeat(1000);
    lists.of(long, ['first']);
    assert.deepEqual(lists.of(long, ['second']), ['second']);
  });

  it('begins anew rather than to remember without end', () => {
    const lists = new Alike<number>();
    lists.of('first', 0);
    for (let at = 1; at <= 1000; at += 1) lists.of(`${at}`, at);
    assert.equal(lists.of('first', 1), 1);
  });
});

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
