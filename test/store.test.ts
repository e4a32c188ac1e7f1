import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Certificate, Observation, Problem } from '../src/model.ts';
import { type Change, createStore } from '../src/store.ts';

const location = { path: '/etc/kubernetes/pki/apiserver.crt', source: 'files', node: 'cp-1' } as const;
const malformed: Problem = { reason: 'malformed', message: 'not a certificate' };

function certificate(fingerprintSha256: string): Certificate {
  return {
    kind: 'certificate',
    subject: 'CN=kube-apiserver',
    issuer: 'CN=kubernetes',
    serialNumber: '01',
    fingerprintSha256,
    notBefore: 0,
    notAfter: 1,
    dnsNames: [],
    ipAddresses: [],
    keyUsages: [],
    keyAlgorithm: 'ECDSA-P-256',
    isCA: false,
    der: new Uint8Array(),
  };
}

function complete(fingerprints: readonly string[], problems: readonly Problem[] = []): Observation {
  return { outcome: 'complete', location, placement: {}, contents: fingerprints.map(certificate), problems };
}

function failed(...problems: readonly Problem[]): Observation {
  return { outcome: 'failed', location, placement: {}, problems };
}

function storeWithFiles() {
  const changes: Change[] = [];
  const store = createStore((change) => changes.push(change));
  const sink = store.sinkFor({ name: 'files', node: 'cp-1' });
  return { store, sink, kinds: () => changes.splice(0).map(({ kind }) => kind) };
}

const fingerprintsOf = (store: ReturnType<typeof createStore>) =>
  store
    .snapshot()
    .map(({ contents }) => contents.map((content) => (content as Certificate).fingerprintSha256));

describe('a store', () => {
  it('replaces what a location held, and remembers what was replaced', () => {
    const { store, sink, kinds } = storeWithFiles();
    sink.observe(complete(['old']));
    sink.observe(complete(['new']));
    assert.deepEqual(fingerprintsOf(store), [['new']]);
    assert.deepEqual(store.snapshot()[0]?.predecessor, [certificate('old')]);
    assert.deepEqual(kinds(), ['appeared', 'replaced']);
  });

  it('keeps the last good contents when a look fails, with the problem beside them', () => {
    const { store, sink, kinds } = storeWithFiles();
    sink.observe(complete(['good']));
    sink.observe(failed(malformed));
    assert.deepEqual(fingerprintsOf(store), [['good']]);
    assert.deepEqual(store.snapshot()[0]?.problems, [malformed]);
    sink.observe(complete(['good']));
    assert.deepEqual(store.snapshot()[0]?.problems, []);
    assert.deepEqual(kinds(), ['appeared', 'problem', 'cleared']);
  });

  it('compares what came back with what stood there before it was gone', () => {
    const { store, sink, kinds } = storeWithFiles();
    sink.observe(complete(['old']));
    sink.observe(complete([], [{ reason: 'missing', message: 'not there' }]));
    sink.observe(complete(['new']));
    assert.deepEqual(store.snapshot()[0]?.predecessor, [certificate('old')]);
    assert.deepEqual(kinds(), ['appeared', 'gone', 'problem', 'appeared', 'cleared']);
  });

  it('does not call it a change when a look finds the same again', () => {
    const { store, sink, kinds } = storeWithFiles();
    sink.observe(complete(['same'], [malformed]));
    const before = store.snapshot();
    sink.observe(complete(['same'], [malformed]));
    assert.equal(store.snapshot(), before);
    assert.deepEqual(kinds(), ['appeared', 'problem']);
  });

  it('ends the series of a location that is forgotten', () => {
    const { store, sink, kinds } = storeWithFiles();
    sink.observe(complete(['one']));
    sink.forget(location);
    sink.forget(location);
    assert.deepEqual(store.snapshot(), []);
    assert.deepEqual(kinds(), ['appeared', 'gone']);
  });

  it('keeps the same path of two nodes apart', () => {
    const { store, sink } = storeWithFiles();
    const other = store.sinkFor({ name: 'files', node: 'cp-2' });
    sink.observe(complete(['one']));
    other.observe({ ...complete(['two']), location: { ...location, node: 'cp-2' } });
    assert.deepEqual(fingerprintsOf(store), [['one'], ['two']]);
  });
});

describe('a source’s state', () => {
  it('is there, down and at zero, before the first look', () => {
    const { store } = storeWithFiles();
    const [state] = store.sources();
    assert.equal(state?.up, false);
    assert.equal(state?.lastSuccess, undefined);
    assert.equal(state?.locations, 0);
    assert.equal(state?.errors.get('malformed'), 0);
    assert.equal(state?.errors.get('root_unreadable'), 0);
  });

  it('is up after a look, down when it says so, and says each once', () => {
    const { store, sink, kinds } = storeWithFiles();
    sink.looked(1000);
    sink.looked(2000);
    assert.deepEqual([store.sources()[0]?.up, store.sources()[0]?.lastSuccess], [true, 2000]);
    sink.down();
    sink.down();
    assert.deepEqual([store.sources()[0]?.up, store.sources()[0]?.lastSuccess], [false, 2000]);
    assert.deepEqual(kinds(), ['source-up', 'source-down']);
  });

  it('counts a problem when it appears, not at every look', () => {
    const { store, sink } = storeWithFiles();
    sink.observe(failed(malformed));
    sink.observe(failed(malformed));
    assert.equal(store.sources()[0]?.errors.get('malformed'), 1);
    sink.error('watch_failed', 'no more watches');
    assert.equal(store.sources()[0]?.errors.get('watch_failed'), 1);
  });
});
