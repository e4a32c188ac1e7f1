import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTurns } from '../../src/web/turns.ts';

describe('turns', () => {
  it('let so many work at once, and the others in their order', async () => {
    const takeTurn = createTurns(2);
    const started: string[] = [];
    const work = (name: string): { done: Promise<string>; finish: (how: string) => void } => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const done = takeTurn(() => {
        started.push(name);
        return promise;
      });
      return { done, finish: resolve };
    };
    const [a, b, c, d] = [work('a'), work('b'), work('c'), work('d')];
    assert.deepEqual(started, ['a', 'b']);
    b.finish('done');
    assert.equal(await b.done, 'done');
    assert.deepEqual(started, ['a', 'b', 'c']);
    a.finish('');
    await a.done;
    assert.deepEqual(started, ['a', 'b', 'c', 'd']);
    c.finish('');
    d.finish('');
    await Promise.all([c.done, d.done]);
  });

  it('pass on to the next one when one fails', async () => {
    const takeTurn = createTurns(1);
    await assert.rejects(
      takeTurn(() => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await takeTurn(() => Promise.resolve('next')), 'next');
  });
});
