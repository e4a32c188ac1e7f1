import { favorMemory } from './memory.ts';

/** That of package.json's `engines`. */
const OLDEST_NODE = 24;

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE) {
  process.stderr.write(`kubecert-exporter: needs Node ${OLDEST_NODE} or newer, this is ${process.version}\n`);
  // For `check`, 3 is "could not tell"; 1 and 2 would speak of certificates.
  process.exit(process.argv[2] === 'check' ? 3 : 2);
}

favorMemory();
await import('./program.ts');
