import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, it } from 'node:test';

import { elementAt } from '../../src/formats/der.ts';
import { keyAlgorithm } from '../../src/formats/key-algorithm.ts';
import { bitString, element, integer, oid, sequence } from './der-writer.ts';

const generated: Record<string, () => { publicKey: KeyObject }> = {
  'RSA-1024': () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'RSA-1030': () => generateKeyPairSync('rsa', { modulusLength: 1030 }),
  'RSA-PSS-1024': () => generateKeyPairSync('rsa-pss', { modulusLength: 1024 }),
  'ECDSA-P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'ECDSA-P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'ECDSA-P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  'ECDSA-secp256k1': () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  'ECDSA-1.3.36.3.3.2.8.1.1.7': () => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }),
  'ECDSA-explicit': () => generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
  Ed448: () => generateKeyPairSync('ed448'),
  'ML-DSA-65': () => generateKeyPairSync('ml-dsa-65'),
};

describe('keyAlgorithm', () => {
  for (const [text, generate] of Object.entries(generated)) {
    it(`tells ${text}`, () => {
      assert.equal(told(generate().publicKey.export({ type: 'spki', format: 'der' })), text);
    });
  }

  const written: Record<string, Buffer> = {
    'an unknown algorithm by its identifier': sequence(sequence(oid('1.2.3.4')), bitString(1)),
    'an identifier with a UUID in it': sequence(
      sequence(oid('2.25.329800735698586629295641978511506172918')),
      bitString(1),
    ),
    'an RSA key without a modulus': sequence(sequence(oid('1.2.840.113549.1.1.1')), bitString(0x30, 0x00)),
    'an RSA key of zero': sequence(
      sequence(oid('1.2.840.113549.1.1.1')),
      bitString(...sequence(integer(0), integer(3))),
    ),
  };
  const expected = ['1.2.3.4', '2.25.329800735698586629295641978511506172918', 'RSA-0', 'RSA-0'];
  for (const [at, [title, der]] of Object.entries(written).entries()) {
    it(`tells ${title}`, () => {
      assert.equal(told(der), expected[at]);
    });
  }

  it('takes nothing else for a key', () => {
    const others = [
      sequence(),
      sequence(sequence(), bitString(1)),
      sequence(sequence(oid('1.2.3.4'))),
      sequence(sequence(oid('1.2.3.4')), element(0x04, 'x')),
    ];
    assert.deepEqual(others.map(told), [undefined, undefined, undefined, undefined]);
  });
});

function told(der: Buffer): string | undefined {
  return keyAlgorithm(der, elementAt(der, 0));
}
