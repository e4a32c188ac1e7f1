import type { DistributionName } from '../model.ts';
import { binary } from './binary.ts';
import type { Distribution } from './distribution.ts';
import { k0s } from './k0s.ts';
import { k3s } from './k3s.ts';
import { kubeadm } from './kubeadm.ts';
import { kubespray } from './kubespray.ts';
import { microk8s } from './microk8s.ts';
import { rke1 } from './rke1.ts';
import { rke2 } from './rke2.ts';

const BY_NAME: Readonly<Record<DistributionName, Distribution>> = {
  kubeadm,
  k3s,
  rke2,
  rke1,
  kubespray,
  binary,
  microk8s,
  k0s,
};

/** Every distribution whose layout is known, in the order in which their tables are asked. */
export const DISTRIBUTIONS: readonly Distribution[] = Object.values(BY_NAME);

export function distributionNamed(name: DistributionName): Distribution {
  return BY_NAME[name];
}

/**
 * The distributions that a host shows evidence of; none on a host without Kubernetes, two where one lives beside another.
 * @param exists whether something is at a host path, links followed
 */
export function detect(exists: (path: string) => boolean): readonly Distribution[] {
  return DISTRIBUTIONS.filter(
    ({ evidence: { anyOf, noneOf = [] } }) => anyOf.some(exists) && !noneOf.some(exists),
  );
}
