import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** What a process of its own prints that runs `code` after `favorMemory`: flags hold for a whole process. */
function afterFavoringMemory(code: string): { readonly stdout: string; readonly stderr: string } {
  const memory = new URL('../src/memory.ts', import.meta.url);
  const program = `import { favorMemory } from ${JSON.stringify(memory.href)}; favorMemory(); ${code}`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
}

describe('memory', () => {
  it('is favored with flags that V8 knows', () => {
    assert.equal(afterFavoringMemory('').stderr, '');
  });

  it('of the young generation stays small, however much comes and goes', () => {
    const { stdout } = afterFavoringMemory(`
      const kept = [];
      for (let at = 0; at < 1e6; at += 1) kept[at % 1e5] = { at };
      const { getHeapSpaceStatistics } = process.getBuiltinModule('node:v8');
      const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
      process.stdout.write(String(young?.space_size / 2 ** 20));
    `);
    assert.ok(Number(stdout) > 0 && Number(stdout) <= 2, `${stdout} MiB`);
  });
});
