import { complaints } from './config/complaint.ts';
import { type ConfigurationDocument, readDocument } from './config/document.ts';
import { ConfigurationError } from './config/error.ts';
import { type Config, FROM_NODE_VARIABLE, NODE_VARIABLE, schema } from './config/schema.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What flags give, in place of the keys of the same meaning. Absent: the key's own value stays. */
export interface Overrides {
  readonly listen?: Config['listen'];
  readonly node?: string;
  readonly hostRoot?: string;
  readonly distributions?: Config['files']['distributions'];
  readonly paths?: readonly string[];
  readonly exclude?: readonly string[];
  readonly logLevel?: Config['log']['level'];
}

/**
 * The configuration that a YAML text gives; every key has a default, so an empty text is one.
 * @param text the file's content; `''` where there is no file
 * @param fileName the file's name, for messages
 * @throws ConfigurationError on the first thing that is wrong, by line
 */
export function parseConfig(text: string, fileName: string, environment: Environment): Config {
  const document = readDocument(text, fileName);
  const { success, data, error } = schema.safeParse(document.value);
  if (!success) throw firstError(error.issues, document, fileName);
  const { node, ...rest } = data;
  const named = node === undefined || node === FROM_NODE_VARIABLE ? environment[NODE_VARIABLE] : node;
  return { ...rest, ...(named !== undefined && named !== '' && { node: named }) };
}

function firstError(
  issues: Parameters<typeof complaints>[0],
  document: ConfigurationDocument,
  fileName: string,
): ConfigurationError {
  const [first] = [...complaints(issues, document.value)]
    .map(({ path, unknownKey, message }) => ({ message, line: document.lineOf(path, unknownKey) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const line = first?.line === undefined ? '' : `:${first.line}`;
  return new ConfigurationError(`${fileName}${line}: ${first?.message}`);
}

/** The configuration with the flags' values in it. */
export function override(config: Config, overrides: Overrides): Config {
  const { listen, node, hostRoot, distributions, paths, exclude, logLevel } = overrides;
  return {
    listen: listen ?? config.listen,
    ...((node ?? config.node) !== undefined && { node: node ?? config.node }),
    hostRoot: hostRoot ?? config.hostRoot,
    files: {
      ...config.files,
      distributions: distributions ?? config.files.distributions,
      paths: [...(paths ?? config.files.paths)],
      exclude: [...(exclude ?? config.files.exclude)],
    },
    log: { level: logLevel ?? config.log.level },
  };
}
