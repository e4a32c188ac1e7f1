import type { Distribution } from './distribution.ts';
import { k3sPlaces, k3sSuperseded } from './k3s.ts';

const program = { name: 'rke2', server: 'rke2-server', agent: 'rke2-agent' } as const;

/** RKE2 is built from K3s and keeps the same files under its own name. */
export const rke2: Distribution = {
  name: 'rke2',
  title: 'RKE2',
  evidence: { anyOf: ['/var/lib/rancher/rke2/server/tls', '/var/lib/rancher/rke2/agent'] },
  places: k3sPlaces(program),
  superseded: k3sSuperseded(program),
};
