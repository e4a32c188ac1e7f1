import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { detached, isBlank, printable, printableAscii } from '../../src/formats/text.ts';

describe('printable', () => {
  const texts: Record<string, string> = {
    'kube-apiserver, Ünï 名 🔑': 'kube-apiserver, Ünï 名 🔑',
    'line\nfeed': String.raw`line\0Afeed`,
    '\0\x1b\x7f': String.raw`\00\1B\7F`,
    '\u0085next': String.raw`\C2\85next`,
    'abc\u202Edcb': String.raw`abc\E2\80\AEdcb`,
    '\u2028': String.raw`\E2\80\A8`,
  };
  for (const [text, expected] of Object.entries(texts)) {
    it(`makes ${expected}`, () => {
      assert.equal(printable(text), expected);
    });
  }
});

describe('printableAscii', () => {
  it('escapes every octet that is not printable ASCII', () => {
    assert.equal(printableAscii(Buffer.from('a\0\xe9z~\x7f', 'latin1')), String.raw`a\00\E9z~\7F`);
  });
});

describe('isBlank', () => {
  it('holds for nothing and for white space, not for NUL bytes', () => {
    assert.deepEqual(
      ['', ' \t\r\n', '\0\0', ' x '].map((text) => isBlank(Buffer.from(text))),
      [true, true, false, false],
    );
  });
});

describe('detached', () => {
  it('is the same text', () => {
    assert.equal(detached('Ünï 名 🔑'), 'Ünï 名 🔑');
  });
});
