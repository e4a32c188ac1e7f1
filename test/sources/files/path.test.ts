import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { folderOf, nameOf, pathIn } from '../../../src/sources/files/path.ts';

describe('a host path', () => {
  for (const [path, folder, name] of [
    ['/etc/kubernetes/admin.conf', '/etc/kubernetes', 'admin.conf'],
    ['/etc', '/', 'etc'],
  ] as const) {
    it(`${path} is ${name} in ${folder}`, () => {
      assert.deepEqual([folderOf(path), nameOf(path), pathIn(folder, name)], [folder, name, path]);
    });
  }

  it('/ has no name, and lies in itself', () => {
    assert.deepEqual([folderOf('/'), nameOf('/')], ['/', '']);
  });
});
