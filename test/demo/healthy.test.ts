import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { HEALTHY } from '../../src/demo/healthy.ts';
import { INCIDENTS } from '../../src/demo/incidents.ts';
import { DISTRIBUTION_NAMES } from '../../src/model.ts';
import { NOW } from '../certificates.ts';
import { findingsOn } from '../findings-on.ts';

describe('the healthy clusters', () => {
  it('are one of each distribution', () => {
    assert.deepEqual(
      HEALTHY.map(({ id }) => id),
      DISTRIBUTION_NAMES,
    );
  });

  for (const { id, title, hosts } of HEALTHY) {
    it(`call for nobody: ${title}`, async () => {
      const minted = await hosts(NOW);
      assert.ok(minted.length > 0, id);
      assert.deepEqual(await findingsOn(minted, NOW), []);
    });
  }

  it('have nodes of their own names', async () => {
    const clusters = await Promise.all([...INCIDENTS, ...HEALTHY].map(async ({ hosts }) => hosts(NOW)));
    const nodes = clusters.flat().map(({ node }) => node);
    assert.deepEqual([...new Set(nodes)], nodes);
  });
});
