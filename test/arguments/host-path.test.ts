import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostPath } from '../../src/arguments/host-path.ts';

describe('the path that an operand names', () => {
  it('is itself where it is absolute', () => {
    assert.equal(hostPath('/etc/ssl/', '/host', '/root'), '/etc/ssl');
  });

  it('begins in the working folder on the host itself', () => {
    assert.equal(hostPath('pki/../*.conf', '/', '/etc/kubernetes'), '/etc/kubernetes/*.conf');
  });

  it("begins in the host's root folder where that is mounted elsewhere", () => {
    assert.equal(hostPath('etc/kubernetes', '/host', '/root'), '/etc/kubernetes');
  });

  it('does not lead out of the host', () => {
    assert.equal(hostPath('../../etc', '/host', '/root'), '/etc');
  });
});
