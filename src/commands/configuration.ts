import { readFileSync } from 'node:fs';
import { override, type Overrides, parseConfig } from '../config.ts';
import { ConfigurationError } from '../config/error.ts';
import type { Config } from '../config/schema.ts';
import type { FilesOptions } from '../sources/files/files.ts';
import { hostName } from '../sources/files/host-name.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The configuration that a command runs with: its file's keys, flags before them, and the host's own name
 * where nobody named the node.
 * @throws ConfigurationError when the file cannot be read, or is wrong
 */
export function configurationOf(
  { config: fileName, overrides }: { readonly config?: string; readonly overrides: Overrides },
  { environment }: Surroundings,
): Config {
  const text = fileName === undefined ? '' : readConfiguration(fileName);
  const config = override(parseConfig(text, fileName ?? 'no file', environment), overrides);
  const node = config.node ?? hostName(config.hostRoot);
  return { ...config, ...(node !== undefined && { node }) };
}

function readConfiguration(fileName: string): string {
  try {
    return readFileSync(fileName, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigurationError(
      `${fileName}: cannot be read (${code}); --config takes the name of a YAML file`,
    );
  }
}

/** What the files source has to know of a configuration. */
export function filesOptions({ hostRoot, node, files }: Config): Omit<FilesOptions, 'clock' | 'interval'> {
  return {
    hostRoot,
    ...(node !== undefined && { node }),
    distributions: files.distributions === 'none' ? [] : files.distributions,
    places: true,
    paths: files.paths,
    exclude: files.exclude,
    maxFileSize: files.maxFileSize,
  };
}
