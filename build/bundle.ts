/** Makes dist/: one entry, and chunks that are loaded only by the commands that need them. */
import { chmod, readFile, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { build, type Plugin } from 'esbuild';

const DIST = 'dist';

/**
 * `import http from 'node:http'` makes Node look at every export of the module, lazy ones too, and so loads
 * its whole fetch implementation: 14 MB of resident memory. Asking for the module itself does not.
 */
const builtinsWithoutTheirFacade: Plugin = {
  name: 'builtins without their facade',
  setup(bundle) {
    const builtin = new RegExp(`^(?:node:.+|${builtinModules.join('|')})$`);
    bundle.onResolve({ filter: builtin }, ({ path }) => ({
      path: path.replace(/^node:/, ''),
      namespace: 'builtin',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * What libraries bring along and this program never calls. prom-client: its push gateway loads `https` (6 MB of
 * resident memory); exemplars, summaries, those default metrics that src/metrics/own.ts leaves out. express: the tables of its body parser and of a thousand media types
 * (5 MB), its query parser; every answer names its own type, and no request is read. pino: transports.
 */
const NEVER_CALLED: readonly string[] = [
  './lib/defaultMetrics',
  './lib/pushgateway',
  '@opentelemetry/api',
  'body-parser',
  'mime-db',
  'qs',
  'tdigest',
  'thread-stream',
];
const withoutWhatIsNeverCalled: Plugin = {
  name: 'without what is never called',
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^(?:${NEVER_CALLED.join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'never-called',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'never-called' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };

await rm(DIST, { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  outdir: DIST,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Names stay: each `keepNames` costs a call and a property, half a megabyte in all, and stacks read well without.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'linked',
  define: { KUBECERT_VERSION: JSON.stringify(version) },
  banner: { js: '#!/usr/bin/env node' },
  plugins: [builtinsWithoutTheirFacade, withoutWhatIsNeverCalled],
  logLevel: 'warning',
});
await chmod(`${DIST}/main.js`, 0o755);
