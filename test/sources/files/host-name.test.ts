import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostName } from '../../../src/sources/files/host-name.ts';
import { temporaryHost } from '../../temporary-host.ts';

describe('a host’s name', () => {
  for (const [text, name] of [
    ['cp-1\n', 'cp-1'],
    ['# set by hand\n\nCP-1.example.org\n', 'cp-1.example.org'],
    ['two words\n', undefined],
    ['\u001B[31mred\n', undefined],
    ['', undefined],
    ['x'.repeat(300), undefined],
  ] as const) {
    it(`is ${name} where /etc/hostname holds ${JSON.stringify(text.slice(0, 20))}`, (t) => {
      assert.equal(hostName(temporaryHost(t, { '/etc/hostname': text }).root), name);
    });
  }

  it('is unknown without /etc/hostname, and without a host', (t) => {
    const { root } = temporaryHost(t);
    assert.equal(hostName(root), undefined);
    assert.equal(hostName(`${root}/none`), undefined);
  });
});
