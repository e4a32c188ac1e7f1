import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Histogram } from 'prom-client';
import { createOwnRegistry, ownMetrics } from '../../src/metrics/own.ts';

describe("the program's own metrics", () => {
  it('tell the version that runs', async () => {
    const [info] = await ownMetrics(createOwnRegistry({ version: '1.2.3' }));
    assert.deepEqual(info, {
      name: 'kubecert_build_info',
      type: 'gauge',
      help: 'The running program; always 1.',
      samples: [{ name: 'kubecert_build_info', labels: { version: '1.2.3' }, value: 1 }],
    });
  });

  it('tell what the process and Node use', async () => {
    const names = await namesOfOwnMetrics();
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'process_start_time_seconds',
      'nodejs_heap_size_used_bytes',
      'nodejs_version_info',
    ]) {
      assert.ok(names.includes(name), name);
    }
  });

  it('leave out what costs processor time while nothing happens', async () => {
    const costly = /^nodejs_(?:eventloop_lag|gc)_/;
    assert.deepEqual(
      (await namesOfOwnMetrics()).filter((name) => costly.test(name)),
      [],
    );
  });

  it('call counters `_total`, and nothing else', async () => {
    for (const { name, type } of await ownMetrics(createOwnRegistry({ version: '1.2.3' }))) {
      assert.equal(name.endsWith('_total'), type === 'counter', name);
    }
  });

  it("write a histogram's bounds as floating-point numbers", async () => {
    const registry = createOwnRegistry({ version: '1.2.3' });
    new Histogram({ name: 'h', help: 'h', buckets: [0.5, 1], registers: [registry] }).observe(0.7);
    const histogram = (await ownMetrics(registry)).find(({ name }) => name === 'h');
    assert.deepEqual(histogram?.samples, [
      { name: 'h_bucket', labels: { le: '0.5' }, value: 0 },
      { name: 'h_bucket', labels: { le: '1.0' }, value: 1 },
      { name: 'h_bucket', labels: { le: '+Inf' }, value: 1 },
      { name: 'h_sum', labels: {}, value: 0.7 },
      { name: 'h_count', labels: {}, value: 1 },
    ]);
  });
});

async function namesOfOwnMetrics(): Promise<readonly string[]> {
  return (await ownMetrics(createOwnRegistry({ version: '1.2.3' }))).map(({ name }) => name);
}
