import type { Holding, Location, Snapshot } from '../model.ts';
import { withPart } from './held.ts';

/** The two files that a kubelet starts with, as `--kubeconfig` and `--bootstrap-kubeconfig` name them: one at least is there. */
export type Kubelet =
  | { readonly kubeconfig: Holding; readonly bootstrap: Holding | undefined }
  | { readonly kubeconfig: undefined; readonly bootstrap: Holding };

/** The kubelets of a snapshot. A node has one: a second kubeconfig on it is left over from something else. */
export function kubeletsOf(snapshot: Snapshot): readonly Kubelet[] {
  const kubeconfigs = withPart(snapshot, 'kubelet-kubeconfig').filter(isSeen);
  const bootstraps = withPart(snapshot, 'kubelet-bootstrap-kubeconfig').filter(isSeen);
  const nodes = new Set([...kubeconfigs, ...bootstraps].map(({ location }) => location.node));
  return [...nodes].flatMap((node): Kubelet | readonly [] => {
    const kubeconfig = pick(kubeconfigs, node);
    const bootstrap = pick(bootstraps, node);
    if (kubeconfig !== undefined) return { kubeconfig, bootstrap };
    return bootstrap === undefined ? [] : { kubeconfig, bootstrap };
  });
}

/** Where to speak of it: at its kubeconfig or, where there is none, at its bootstrap kubeconfig. */
export function locationOf({ kubeconfig, bootstrap }: Kubelet): Location {
  return (kubeconfig ?? bootstrap).location;
}

/** What was never there is no kubelet's; what is missing, or cannot be read, is. */
function isSeen({ contents, problems }: Holding): boolean {
  return contents.length > 0 || problems.length > 0;
}

function pick(holdings: readonly Holding[], node: string | undefined): Holding | undefined {
  const there = holdings.filter(({ location }) => location.node === node);
  return there.find(({ contents }) => contents.length > 0) ?? there[0];
}
