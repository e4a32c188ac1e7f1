/** Writes every generated file; with `--check`, changes nothing and fails when one is out of date. */
import { readFile, writeFile } from 'node:fs/promises';
import { configurationReference, configurationSchema } from './configuration-reference.ts';
import { metricsReference } from './metrics-reference.ts';

const GENERATED: readonly { readonly path: string; readonly text: () => string }[] = [
  { path: 'docs/metrics.md', text: metricsReference },
  { path: 'docs/configuration.md', text: configurationReference },
  { path: 'config.schema.json', text: configurationSchema },
];

const isCheck = process.argv.includes('--check');
for (const { path, text } of GENERATED) {
  const expected = text();
  const present = await readFile(path, 'utf8').catch(() => '');
  if (present === expected) continue;
  if (isCheck) {
    process.stderr.write(`${path} is out of date: run 'npm run generate'\n`);
    process.exitCode = 1;
  } else {
    await writeFile(path, expected);
    process.stdout.write(`wrote ${path}\n`);
  }
}
