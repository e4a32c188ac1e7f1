import { posix } from 'node:path';

import type { Certificate, ClusterAuthority, Kubeconfig, Problem, UserCredential } from '../model.ts';
import { decodeBase64Text } from './base64.ts';
import { parseBundle } from './bundle.ts';
import { malformed } from './faults.ts';
import { wipe } from './private-key.ts';
import { detached, isBlank, printable } from './text.ts';
import { type Faults, YamlMapping } from './yaml-mapping.ts';

/** What a kubeconfig says, the certificates that are embedded in it, and what is wrong with it. */
export interface ParsedKubeconfig {
  /** Absent where the bytes are no kubeconfig at all. */
  readonly kubeconfig?: Kubeconfig;
  readonly embedded: readonly Embedded[];
  /** What is wrong with the kubeconfig itself: `empty` or `malformed`. */
  readonly problems: readonly Problem[];
}

/** The certificates in one `client-certificate-data` or `certificate-authority-data`. */
export interface Embedded {
  /** `user/<name>` or `cluster/<name>`, as it stands after the `#` of a location. */
  readonly fragment: string;
  readonly kind: 'user' | 'cluster';
  readonly contents: readonly Certificate[];
  /** As of `parseBundle`. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a kubeconfig, YAML or JSON, as clientcmd of client-go does: embedded data takes precedence over a path,
 * an empty string counts as absent, a relative path starts from the kubeconfig's own folder. Keys are compared
 * with their certificates and forgotten; of a token only a bootstrap token's id stays. A part that is not as it
 * should be is left out, and a problem names it by its place, never by its content.
 *
 * @param path host path of the kubeconfig
 */
export function parseKubeconfig(bytes: Buffer, path: string): ParsedKubeconfig {
  if (isBlank(bytes)) {
    return { embedded: [], problems: [{ reason: 'empty', message: 'empty; a kubeconfig should be here' }] };
  }
  const faults: Faults = new Set();
  const document = YamlMapping.parse(bytes.toString(), faults);
  if (document === undefined) return { embedded: [], problems: malformed(faults) };

  const folder = posix.dirname(path);
  const users = namedIn(document, 'users', 'user');
  const clusters = namedIn(document, 'clusters', 'cluster');
  const current = currentContext(document, users, clusters);
  const kubeconfig: Kubeconfig = {
    kind: 'kubeconfig',
    ...(current && { current }),
    users: users.map(({ name, fields }) => ({ name, credential: credentialOf(fields, folder) })),
    clusters: clusters.map(({ name, fields }) => clusterOf(name, fields, folder)),
  };
  const embedded = [
    ...users.flatMap(({ name, fields }) => embeddedUser(name, fields)),
    ...clusters.flatMap(({ name, fields }) => embeddedCluster(name, fields)),
  ];
  return { kubeconfig, embedded, problems: malformed(faults) };
}

/** An entry of `users`, `clusters` or `contexts`. */
interface Named {
  /** Fit for a label, and referring to no part of the file's text. */
  readonly name: string;
  readonly fields: YamlMapping;
}

/** clientcmd refuses a kubeconfig in which a name is there twice; here the first one counts. */
function namedIn(document: YamlMapping, list: string, item: string): readonly Named[] {
  const entries = new Map<string, YamlMapping>();
  for (const entry of document.list(list)) {
    const name = entry.text('name');
    const fields = entry.mapping(item);
    if (!entry.has('name')) entry.fault('name', 'must be there');
    if (name === undefined || fields === undefined) continue;
    if (entries.has(labelOf(name))) entry.fault('name', 'is there already; names must differ');
    else entries.set(labelOf(name), fields);
  }
  return Array.from(entries, ([name, fields]) => ({ name, fields }));
}

function labelOf(name: string): string {
  return printable(detached(name));
}

/** Only the context in use is checked: others may name what has been deleted since, and harm nobody. */
function currentContext(
  document: YamlMapping,
  users: readonly Named[],
  clusters: readonly Named[],
): Kubeconfig['current'] {
  const name = document.text('current-context');
  if (name === undefined) return undefined;
  const context = namedIn(document, 'contexts', 'context').find((entry) => entry.name === labelOf(name));
  if (context === undefined) document.fault('current-context', 'must name one of contexts');
  const user = referenceTo(users, context?.fields, 'user');
  const cluster = referenceTo(clusters, context?.fields, 'cluster');
  if (user === undefined && cluster === undefined) return undefined;
  return { ...(user === undefined ? {} : { user }), ...(cluster === undefined ? {} : { cluster }) };
}

function referenceTo(
  entries: readonly Named[],
  context: YamlMapping | undefined,
  item: string,
): string | undefined {
  const name = context?.text(item);
  if (name === undefined) return undefined;
  const entry = entries.find((candidate) => candidate.name === labelOf(name));
  if (entry === undefined) context?.fault(item, `must name one of ${item}s`);
  return entry?.name;
}

/** `abcdef.0123456789abcdef`: the id is public, the rest is the secret. */
const BOOTSTRAP_TOKEN = /^([a-z0-9]{6})\.[a-z0-9]{16}$/;

/**
 * A server that is offered both a certificate and a token looks at the certificate first, and a client that has
 * both a token and a file of one reads the file.
 */
function credentialOf(user: YamlMapping, folder: string): UserCredential {
  const hasCertificate = user.has('client-certificate-data') || user.has('client-certificate');
  if (hasCertificate && !user.has('client-key-data') && !user.has('client-key')) {
    user.fault('client-key', 'must be there beside a client certificate');
  }
  if (user.has('client-certificate-data')) return { kind: 'embedded' };
  const certificate = pathOf(user, 'client-certificate', folder);
  if (certificate !== undefined) {
    const key = user.has('client-key-data') ? undefined : pathOf(user, 'client-key', folder);
    return { kind: 'path', certificate, ...(key === undefined ? {} : { key }) };
  }
  const tokenFile = pathOf(user, 'tokenFile', folder);
  if (tokenFile !== undefined) return { kind: 'token-file', path: tokenFile };
  const token = user.text('token');
  if (token !== undefined) {
    const tokenId = BOOTSTRAP_TOKEN.exec(token)?.[1];
    return { kind: 'token', ...(tokenId === undefined ? {} : { tokenId: detached(tokenId) }) };
  }
  return { kind: user.has('exec') || user.has('auth-provider') ? 'exec' : 'none' };
}

function clusterOf(name: string, cluster: YamlMapping, folder: string): Kubeconfig['clusters'][number] {
  const server = serverOf(cluster);
  return { name, ...(server === undefined ? {} : { server }), authority: authorityOf(cluster, folder) };
}

function authorityOf(cluster: YamlMapping, folder: string): ClusterAuthority {
  if (cluster.has('certificate-authority-data')) return { kind: 'embedded' };
  const certificate = pathOf(cluster, 'certificate-authority', folder);
  return certificate === undefined ? { kind: 'none' } : { kind: 'path', certificate };
}

/** Without what may be a secret in a URL: user and password, query, fragment. */
function serverOf(cluster: YamlMapping): string | undefined {
  const server = cluster.text('server');
  if (server === undefined || !/[@?#]/.test(server)) return server && labelOf(server);
  const url = /^https?:/.test(server) ? URL.parse(server) : null;
  return url === null ? undefined : labelOf(url.origin + url.pathname);
}

/** PEM, and the base64 of it, as it looks when it was put where the name of its file belongs. It may be a private key. */
const PEM_TEXT = /-----BEGIN |LS0tLS1CRUdJTi/;

function pathOf(fields: YamlMapping, key: string, folder: string): string | undefined {
  const path = fields.text(key);
  if (path === undefined) return undefined;
  if (path.includes('\0') || PEM_TEXT.test(path)) {
    fields.fault(key, 'must be a path');
    return undefined;
  }
  return detached(posix.isAbsolute(path) ? posix.normalize(path) : posix.join(folder, path));
}

function embeddedUser(name: string, user: YamlMapping): readonly Embedded[] {
  const data = user.text('client-certificate-data');
  if (data === undefined) return [];
  const keyData = user.text('client-key-data');
  const key = keyData === undefined ? undefined : decodeBase64Text(keyData);
  if (keyData !== undefined && key === undefined) user.fault('client-key-data', 'must be base64');
  const certificates = certificatesIn(data, key);
  if (key !== undefined) wipe(key);
  return [{ fragment: `user/${name}`, kind: 'user', ...certificates }];
}

function embeddedCluster(name: string, cluster: YamlMapping): readonly Embedded[] {
  const data = cluster.text('certificate-authority-data');
  return data === undefined
    ? []
    : [{ fragment: `cluster/${name}`, kind: 'cluster', ...certificatesIn(data) }];
}

function certificatesIn(data: string, key?: Buffer): Pick<Embedded, 'contents' | 'problems'> {
  const bytes = decodeBase64Text(data);
  if (bytes === undefined) return { contents: [], problems: malformed(['not base64']) };
  const { contents, problems } = parseBundle(bytes, key === undefined ? {} : { key });
  wipe(bytes);
  const isNothing = contents.length === 0 && problems.length === 0;
  return { contents, problems: isNothing ? malformed(['holds no certificate']) : problems };
}

/**
 * Whether it is worth reading as a kubeconfig: it has the top-level keys `clusters` and `users`, at the beginning
 * of a line or in quotation marks. For files of which nobody has said what they are; it says nothing of whether
 * they can be parsed.
 */
export function looksLikeKubeconfig(bytes: Buffer): boolean {
  return hasKey(bytes, 'clusters') && hasKey(bytes, 'users');
}

function hasKey(bytes: Buffer, key: string): boolean {
  for (let at = bytes.indexOf(key); at !== -1; at = bytes.indexOf(key, at + 1)) {
    const before = at === 0 ? '\n' : bytes.toString('latin1', at - 1, at);
    const after = bytes.toString('latin1', at + key.length, at + key.length + 8);
    if (/[\n"'\xbf]/.test(before) && /^["']?[ \t]*:/.test(after)) return true;
  }
  return false;
}
