import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  childrenOf,
  elementAt,
  hexadecimalInteger,
  objectIdentifier,
  withTags,
} from '../../src/formats/der.ts';
import { element, integer, oid, sequence } from './der-writer.ts';

describe('elementAt', () => {
  for (const length of [0, 1, 127, 128, 255, 256, 65_535]) {
    it(`reads an element of ${length} octets`, () => {
      const der = element(0x04, Buffer.alloc(length));
      assert.deepEqual(elementAt(der, 0), {
        tag: 0x04,
        start: 0,
        content: der.length - length,
        end: der.length,
      });
    });
  }

  const refused: Record<string, string> = {
    nothing: '',
    'a tag alone': '04',
    'a length beyond the end': '0402ff',
    'a length that is cut off': '048201',
    'an indefinite length': '3080 0000',
    'a length of five octets': '048500000000 01ff',
    'a length that could be shorter': `04817f${'00'.repeat(127)}`,
    'a length with a zero before it': `04820080${'00'.repeat(128)}`,
    'a tag of several octets': '1f8101 00',
  };
  for (const [title, octets] of Object.entries(refused)) {
    it(`refuses ${title}`, () => {
      assert.equal(elementAt(Buffer.from(octets.replaceAll(' ', ''), 'hex'), 0), undefined);
    });
  }
});

describe('childrenOf', () => {
  it('gives the elements of a sequence, and of nothing else', () => {
    const der = sequence(integer(1), integer(2, 3));
    assert.deepEqual(
      childrenOf(der, elementAt(der, 0))?.map(({ content, end }) => end - content),
      [1, 2],
    );
    assert.equal(childrenOf(integer(1), elementAt(integer(1), 0)), undefined);
  });

  it('refuses an element that reaches out of its parent', () => {
    const der = Buffer.concat([Buffer.from('30030205', 'hex'), Buffer.alloc(10)]);
    assert.equal(childrenOf(der, elementAt(der, 0)), undefined);
  });
});

describe('withTags', () => {
  it('wants every tag, in order, and no more', () => {
    const der = sequence(integer(1), oid('1.2'));
    const children = childrenOf(der, elementAt(der, 0));
    assert.equal(withTags(children, [0x02, 0x06]), children);
    for (const tags of [[], [0x02], [0x06, 0x02], [0x02, 0x06, 0x02]])
      assert.equal(withTags(children, tags), undefined);
  });
});

describe('objectIdentifier', () => {
  for (const dotted of [
    '0.9',
    '1.2.840.113549',
    '2.5.4.3',
    '2.999.1',
    '2.25.329800735698586629295641978511506172918',
  ]) {
    it(`reads ${dotted}`, () => {
      assert.equal(objectIdentifier(oid(dotted), elementAt(oid(dotted), 0)), dotted);
    });
  }

  for (const octets of ['0600', '060180', '06028001', '060281', `0641${'01'.repeat(65)}`, '020101']) {
    it(`refuses ${octets.slice(0, 12)}`, () => {
      const der = Buffer.from(octets, 'hex');
      assert.equal(objectIdentifier(der, elementAt(der, 0)), undefined);
    });
  }
});

describe('hexadecimalInteger', () => {
  const integers: Record<string, readonly number[]> = {
    '00': [0],
    '7F': [0x7f],
    '80': [0, 0x80],
    '0100': [1, 0],
    '-01': [0xff],
    '-80': [0x80],
    '-8000': [0x80, 0],
    '-0100': [0xff, 0],
  };
  for (const [text, octets] of Object.entries(integers)) {
    it(`reads ${text}`, () => {
      assert.equal(hexadecimalInteger(integer(...octets), elementAt(integer(...octets), 0)), text);
    });
  }

  for (const octets of [[], [0, 1], [0xff, 0x80]]) {
    it(`refuses ${JSON.stringify(octets)}`, () => {
      assert.equal(hexadecimalInteger(integer(...octets), elementAt(integer(...octets), 0)), undefined);
    });
  }
});
