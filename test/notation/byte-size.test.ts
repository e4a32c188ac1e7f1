import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatByteSize, parseByteSize } from '../../src/notation/byte-size.ts';

describe('a number of bytes', () => {
  const written: readonly (readonly [text: string, bytes: number])[] = [
    ['0', 0],
    ['1000', 1000],
    ['512Ki', 524_288],
    ['3Mi', 3_145_728],
  ];
  for (const [text, bytes] of written) {
    it(`${text} is ${bytes}, and back`, () => {
      assert.equal(parseByteSize(text), bytes);
      assert.equal(formatByteSize(bytes), text);
    });
  }

  it('is written in its largest whole unit', () => {
    assert.deepEqual([1024, 1025, 1_048_576].map(formatByteSize), ['1Ki', '1025', '1Mi']);
  });

  for (const text of ['', 'Mi', '1M', '1 Mi', '1.5Mi', '-1', '1Gi', '0x10']) {
    it(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseByteSize(text), undefined);
    });
  }
});
