import { stringify } from 'yaml';
import { formatByteSize } from '../notation/byte-size.ts';
import { formatDuration } from '../notation/duration.ts';
import { formatListenAddress } from '../notation/listen-address.ts';
import type { Config } from './schema.ts';

/** The effective configuration as YAML that `parseConfig` reads back: what `serve --config-check` prints. */
export function effectiveConfiguration({ listen, node, hostRoot, files, log }: Config): string {
  return stringify(
    {
      listen: formatListenAddress(listen),
      node,
      hostRoot,
      files: {
        ...files,
        interval: formatDuration(files.interval),
        maxFileSize: formatByteSize(files.maxFileSize),
      },
      log,
    },
    { lineWidth: 0 },
  );
}
