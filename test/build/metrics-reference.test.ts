import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { metricsReference } from '../../build/metrics-reference.ts';
import { FAMILIES } from '../../src/metrics/families.ts';

describe('docs/metrics.md', () => {
  it('is what the table of metrics says: run `npm run generate`', () => {
    const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    assert.equal(page, metricsReference());
  });

  it('names every metric and every label', () => {
    const page = metricsReference();
    for (const { name, labels } of FAMILIES) {
      for (const word of [name, ...Object.keys(labels)]) assert.ok(page.includes(`| \`${word}\` |`), word);
    }
  });
});
