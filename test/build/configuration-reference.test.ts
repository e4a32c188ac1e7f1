import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { configurationReference, configurationSchema } from '../../build/configuration-reference.ts';
import { KEYS } from '../../src/config/schema.ts';
import { parseConfig } from '../../src/config.ts';

const committed = (name: string): string => readFileSync(join(import.meta.dirname, '../..', name), 'utf8');

describe('the reference of the configuration', () => {
  it('is committed as it is generated', () => {
    assert.equal(committed('docs/configuration.md'), configurationReference(), 'npm run generate');
  });

  it('has a row for every key', () => {
    const { '': root = [], ...sections } = KEYS;
    const paths = [
      ...root.filter((key) => !Object.hasOwn(sections, key)),
      ...Object.entries(sections).flatMap(([section, keys]) => keys.map((key) => `${section}.${key}`)),
    ];
    const rows = configurationReference().matchAll(/^\| `([a-zA-Z.]+)` \| [^|]/gm);
    assert.deepEqual(new Set(Array.from(rows, ([, path]) => path)), new Set(paths));
  });

  it('has an example that is right', () => {
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(configurationReference()) ?? [];
    assert.deepEqual(parseConfig(example, 'example', {}).files.distributions, ['kubeadm']);
  });
});

describe('the JSON Schema of the configuration', () => {
  interface Key {
    readonly type?: string;
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Key>>;
    readonly additionalProperties?: boolean;
  }

  const schema = JSON.parse(configurationSchema()) as Key;

  /** Every key of a section and of the sections below it. */
  function* keysOf({ properties = {} }: Key): Generator<readonly [name: string, key: Key]> {
    for (const [name, key] of Object.entries(properties)) {
      yield [name, key];
      yield* keysOf(key);
    }
  }

  it('is committed as it is generated', () => {
    assert.equal(committed('config.schema.json'), configurationSchema(), 'npm run generate');
  });

  it('describes every key', () => {
    for (const [name, { description = '' }] of keysOf(schema)) assert.match(description, /\.$/, name);
  });

  it('knows no other keys', () => {
    const sections = [['', schema] as const, ...keysOf(schema)].filter(([, { type }]) => type === 'object');
    assert.deepEqual(
      sections.map(([name, { additionalProperties }]) => [name, additionalProperties]),
      Object.keys(KEYS).map((name) => [name, false]),
    );
  });
});
