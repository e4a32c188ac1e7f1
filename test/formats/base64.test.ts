import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { decodeBase64, decodeBase64Text } from '../../src/formats/base64.ts';

describe('decodeBase64', () => {
  const sound: Record<string, string> = {
    '': '',
    'Zg==': 'f',
    'Zm8=': 'fo',
    Zm9v: 'foo',
    'Zm9vYg==': 'foob',
    'Zm9vYmE=': 'fooba',
    Zm9vYmFy: 'foobar',
    ' Zm9v\r\n\tYg\f=\v=\n': 'foob',
  };
  for (const [encoded, text] of Object.entries(sound)) {
    it(`reads ${JSON.stringify(encoded)}`, () => {
      assert.equal(decodeBase64(Buffer.from(encoded))?.toString(), text);
    });
  }

  it('reads whatever Node writes', () => {
    for (let length = 0; length < 300; length += 1) {
      const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 89 + length) % 256));
      assert.deepEqual(decodeBase64(Buffer.from(bytes.toString('base64'))), bytes);
    }
  });

  const broken = [
    'Z',
    'Zg',
    'Zg=',
    'Zm8',
    'Zm9vYg',
    '====',
    '=',
    'Zg==Zg==',
    'Zm=8',
    'Zm9v!',
    'Zm9v-_',
    'Zm9v\0',
    'Zm9vYg===',
  ];
  for (const encoded of broken) {
    it(`refuses ${JSON.stringify(encoded)}`, () => {
      assert.equal(decodeBase64(Buffer.from(encoded)), undefined);
    });
  }
});

describe('decodeBase64Text', () => {
  it('reads text, and refuses what is not ASCII', () => {
    assert.equal(decodeBase64Text('Zm9v')?.toString(), 'foo');
    assert.equal(decodeBase64Text('Zm9é'), undefined);
  });
});
