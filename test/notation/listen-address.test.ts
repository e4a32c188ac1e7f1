import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  formatListenAddress,
  type ListenAddress,
  parseListenAddress,
} from '../../src/notation/listen-address.ts';

describe('a listen address', () => {
  const written: readonly (readonly [text: string, address: ListenAddress])[] = [
    [':9797', { port: 9797 }],
    [':0', { port: 0 }],
    ['127.0.0.1:9797', { host: '127.0.0.1', port: 9797 }],
    ['[::1]:9797', { host: '::1', port: 9797 }],
    ['[::]:65535', { host: '::', port: 65_535 }],
    ['[::ffff:10.0.0.1]:1', { host: '::ffff:10.0.0.1', port: 1 }],
    ['localhost:9797', { host: 'localhost', port: 9797 }],
  ];
  for (const [text, address] of written) {
    it(`${text} names a host and a port, and back`, () => {
      assert.deepEqual(parseListenAddress(text), address);
      assert.equal(formatListenAddress(address), text);
    });
  }

  it('may be a port alone', () => {
    assert.deepEqual(parseListenAddress('9797'), { port: 9797 });
  });

  for (const text of [
    '',
    ':',
    'localhost',
    '127.0.0.1',
    '::1:9797',
    '[::1]',
    '[::g]:1',
    '[127.0.0.1]:1',
    ':65536',
    ':99999',
    '256.0.0.1:1',
    'http://localhost:9797',
    ':9797/metrics',
    ' :9797',
    ':-1',
  ]) {
    it(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseListenAddress(text), undefined);
    });
  }
});
