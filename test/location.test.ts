import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { byLocation, folderOf, type Located, shortNames } from '../src/location.ts';

describe('locations', () => {
  const at = (path: string, node?: string): Located => ({
    location: { path, source: 'files', ...(node !== undefined && { node }) },
  });

  it('are ordered by path, then by node, letter by letter', () => {
    const sorted = [at('/b', 'a'), at('/Ä'), at('/a', 'n2'), at('/a', 'n10'), at('/B'), at('/a')].toSorted(
      byLocation,
    );
    assert.deepEqual(sorted, [at('/B'), at('/a'), at('/a', 'n10'), at('/a', 'n2'), at('/b', 'a'), at('/Ä')]);
  });

  it('lie in a folder, parts of a kubeconfig in that of the kubeconfig', () => {
    assert.equal(folderOf('/etc/kubernetes/pki/apiserver.crt'), '/etc/kubernetes/pki');
    assert.equal(folderOf('/etc/kubernetes/admin.conf#user/team/admin'), '/etc/kubernetes');
  });
});

describe('the short name of a location', () => {
  const called = (...paths: readonly string[]): readonly string[] => paths.map(shortNames(paths));

  it("is its file's, and which part of a kubeconfig is meant", () => {
    assert.deepEqual(
      called(
        '/pki/ca.crt',
        '/etc/admin.conf#user/admin',
        '/etc/admin.conf#cluster/prod',
        '/etc/scheduler.conf#user/s',
      ),
      ['ca.crt', 'admin.conf user', 'admin.conf cluster', 'scheduler.conf user'],
    );
  });

  it('tells the parts of a kubeconfig apart where it has several of a kind', () => {
    assert.deepEqual(
      called(
        '/root/.kube/config#user/admin@prod',
        '/root/.kube/config#user/admin@test',
        '/root/.kube/config#cluster/prod',
      ),
      ['config user admin@prod', 'config user admin@test', 'config cluster'],
    );
  });

  it('is as plain for the same path on several nodes', () => {
    assert.deepEqual(called('/etc/admin.conf#user/admin', '/etc/admin.conf#user/admin'), [
      'admin.conf user',
      'admin.conf user',
    ]);
  });
});
