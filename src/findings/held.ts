/** Finds holdings again: by their place on one node, by the part they play, by what is kept there. */

import type { Certificate, Holding, Kubeconfig, Part, Snapshot, UserCredential } from '../model.ts';

interface Index {
  readonly byPart: ReadonlyMap<Part, readonly Holding[]>;
  /** By node, then by path. Made when it is first asked for: most hosts' certificates are looked up by nobody. */
  byPath?: ReadonlyMap<string | undefined, ReadonlyMap<string, Holding>>;
}

/** A snapshot is never changed, so neither is its index. */
const indexes = new WeakMap<Snapshot, Index>();

/** What is held at a path of one node. */
export function heldAt(snapshot: Snapshot, node: string | undefined, path: string): Holding | undefined {
  const index = indexOf(snapshot);
  index.byPath ??= indexByPath(snapshot);
  return index.byPath.get(node)?.get(path);
}

/**
 * The holdings that play a part, in the order of the snapshot. A kubeconfig's part is its file's alone: what is
 * embedded in the file has the same placement, and is left out here.
 */
export function withPart(snapshot: Snapshot, part: Part): readonly Holding[] {
  return indexOf(snapshot).byPart.get(part) ?? [];
}

/** The certificate that a server or a client presents: the first one, before its chain. */
export function leafOf({ contents }: Pick<Holding, 'contents'>): Certificate | undefined {
  return contents.find((content) => content.kind === 'certificate');
}

export function certificatesOf({ contents }: Holding): readonly Certificate[] {
  return contents.filter((content) => content.kind === 'certificate');
}

/** What a kubeconfig says. */
export function kubeconfigOf({ contents }: Holding): Kubeconfig | undefined {
  return contents.find((content) => content.kind === 'kubeconfig');
}

/** How the current context's user of a kubeconfig proves who it is. */
export function currentCredential({ current, users }: Kubeconfig): UserCredential | undefined {
  return users.find(({ name }) => name === current?.user)?.credential;
}

/** Where the certificate that a kubeconfig's current user presents is held, embedded or in a file of its own. */
export function currentUserCertificate(snapshot: Snapshot, kubeconfig: Holding): Holding | undefined {
  const said = kubeconfigOf(kubeconfig);
  const credential = said && currentCredential(said);
  const { node, path } = kubeconfig.location;
  if (credential?.kind === 'embedded') return heldAt(snapshot, node, `${path}#user/${said?.current?.user}`);
  if (credential?.kind === 'path') return heldAt(snapshot, node, credential.certificate);
  return undefined;
}

function indexOf(snapshot: Snapshot): Index {
  const known = indexes.get(snapshot);
  if (known !== undefined) return known;
  const index: Index = { byPart: indexByPart(snapshot) };
  indexes.set(snapshot, index);
  return index;
}

function indexByPart(snapshot: Snapshot): ReadonlyMap<Part, readonly Holding[]> {
  const byPart = new Map<Part, Holding[]>();
  for (const holding of snapshot) {
    const { part } = holding.placement;
    if (part === undefined || isEmbedded(holding)) continue;
    const alike = byPart.get(part);
    if (alike === undefined) byPart.set(part, [holding]);
    else alike.push(holding);
  }
  return byPart;
}

function indexByPath(snapshot: Snapshot): ReadonlyMap<string | undefined, ReadonlyMap<string, Holding>> {
  const byPath = new Map<string | undefined, Map<string, Holding>>();
  for (const holding of snapshot) {
    const { node, path } = holding.location;
    const onNode = byPath.get(node);
    if (onNode === undefined) byPath.set(node, new Map([[path, holding]]));
    else onNode.set(path, holding);
  }
  return byPath;
}

/** Whether it is a part of a kubeconfig (`…/admin.conf#user/kubernetes-admin`). */
function isEmbedded({ location }: Holding): boolean {
  return /#(?:user|cluster)\//.test(location.path);
}
