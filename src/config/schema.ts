/** Every key that a configuration may have: its type, its default and what it means. */
import * as z from 'zod/mini';
import { DAY, DISTRIBUTION_NAMES } from '../model.ts';
import {
  byteSize,
  distributionName,
  duration,
  excludeGlob,
  folder,
  hostGlob,
  listenAddress,
  logLevel,
  NODE_NAME_FORM,
  nodeName,
} from './values.ts';

const SECOND = 1000;
const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** The environment variable that is read when the key `node` is absent. */
export const NODE_VARIABLE = 'NODE_NAME';

/** The same as leaving the key `node` out, for those who like to see it. */
export const FROM_NODE_VARIABLE = `\${${NODE_VARIABLE}}`;

const SECTION = 'keys and their values';
const GLOBS = 'a list of paths or globs on the host';
const DISTRIBUTIONS = 'auto, none or a list of distributions';

/** The keys under `files`. */
const FILES = {
  distributions: z
    .prefault(z.union([z.enum(['auto', 'none']), z.array(distributionName)], DISTRIBUTIONS), 'auto')
    .check(
      z.meta({
        title: 'auto | none | list of names',
        description:
          `The distributions in whose places to look: names of ${DISTRIBUTION_NAMES.join(', ')}. ` +
          '`auto` finds out which are on the host; `none` leaves only `paths`.',
      }),
    ),
  paths: z.prefault(z.array(hostGlob, GLOBS), []).check(
    z.meta({
      title: 'list of paths or globs',
      description:
        'Files, folders (with everything below them) and globs to look at besides. They are paths on the host: ' +
        '`hostRoot` is not a part of them.',
    }),
  ),
  exclude: z.prefault(z.array(excludeGlob, GLOBS), []).check(
    z.meta({
      title: 'list of paths or globs',
      description: 'Files and globs not to look at, whatever else leads to them. They are paths on the host.',
    }),
  ),
  interval: z
    .prefault(duration(SECOND, DAY), '1m')
    .check(
      means(
        'How often to look at everything again, from 1s to 1d. Changes are seen at once where the file system tells of them; ' +
          'this is for those that do not, such as NFS.',
      ),
    ),
  maxFileSize: z
    .prefault(byteSize(KIBIBYTE, 64 * MEBIBYTE), '1Mi')
    .check(means('A larger file is not read: it becomes a problem with the reason `too_large`.')),
};

/** The keys under `log`. */
const LOG = {
  level: z
    .prefault(logLevel, 'info')
    .check(means('The least severe lines to log. Logs are lines of JSON on standard error.')),
};

/** The keys of the top level. */
const ROOT = {
  listen: z
    .prefault(listenAddress, ':9797')
    .check(means('Where to serve; without a host, on every address. Port 0 takes any free one.')),
  node: z.optional(z.union([z.literal(FROM_NODE_VARIABLE), nodeName], NODE_NAME_FORM)).check(
    z.meta({
      title: 'name',
      description:
        `The node that the files belong to: the label \`node\`. When absent, the environment variable ` +
        `\`${NODE_VARIABLE}\`; when that is not set either, the name in the host's /etc/hostname.`,
    }),
  ),
  hostRoot: z
    .prefault(folder, '/')
    .check(
      means(
        "Where the host's root folder is mounted. Paths, links and kubeconfigs are followed inside it, as a " +
          'process on that host would; nothing outside is read.',
      ),
    ),
  files: z.prefault(z.strictObject(FILES, SECTION), {}).check(means('The files of one host.')),
  log: z.prefault(z.strictObject(LOG, SECTION), {}).check(means('The log of `serve`.')),
};

export const schema = z.strictObject(ROOT, SECTION);

/** The effective configuration, every default filled in: durations in milliseconds, sizes in bytes. */
export type Config = z.output<typeof schema>;

/** The names of the keys, by the section that they stand in; the top level is `''`. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(ROOT),
  files: Object.keys(FILES),
  log: Object.keys(LOG),
};

/** Keys of the top level that a later version will support. */
export const PLANNED_KEYS: readonly string[] = ['kubernetes', 'endpoints'];

function means(description: string) {
  return z.meta({ description });
}
