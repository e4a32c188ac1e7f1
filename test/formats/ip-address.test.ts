import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { ipAddress } from '../../src/formats/ip-address.ts';

describe('ipAddress', () => {
  const addresses: Record<string, readonly number[]> = {
    '10.96.0.1': [10, 96, 0, 1],
    '0.0.0.0': [0, 0, 0, 0],
    '::': [0, 0, 0, 0, 0, 0, 0, 0],
    '::1': [0, 0, 0, 0, 0, 0, 0, 1],
    'fd00::': [0xfd00, 0, 0, 0, 0, 0, 0, 0],
    '2001:db8:1:2:3:4:5:6': [0x2001, 0xdb8, 1, 2, 3, 4, 5, 6],
    '2001:db8:0:1:1:1:1:1': [0x2001, 0xdb8, 0, 1, 1, 1, 1, 1],
    '2001:0:0:1::1': [0x2001, 0, 0, 1, 0, 0, 0, 1],
    '2001:db8::1:0:0:1': [0x2001, 0xdb8, 0, 0, 1, 0, 0, 1],
    '::ffff:192.0.2.1': [0, 0, 0, 0, 0, 0xffff, 0xc000, 0x0201],
    '0:0:1::': [0, 0, 1, 0, 0, 0, 0, 0],
  };
  for (const [text, parts] of Object.entries(addresses)) {
    it(`writes ${text} as RFC 5952 does`, () => {
      const octets = parts.length === 4 ? parts : parts.flatMap((group) => [group >> 8, group & 0xff]);
      assert.equal(ipAddress(Uint8Array.from(octets)), text);
    });
  }

  for (const length of [0, 3, 5, 8, 15, 17, 32]) {
    it(`takes ${length} octets for no address`, () => {
      assert.equal(ipAddress(new Uint8Array(length)), undefined);
    });
  }
});
