import { HEALTHY } from '../src/demo/healthy.ts';
import { writeHost } from '../src/demo/hosts/host.ts';

/** Writes the healthy kubeadm control-plane node of the demo: what most machines that run the program look like. */
export async function writeKubeadmHost(folder: string): Promise<void> {
  const kubeadm = HEALTHY.find(({ id }) => id === 'kubeadm');
  const [controlPlane] = (await kubeadm?.hosts(Date.now())) ?? [];
  if (controlPlane === undefined) throw new Error('the demo has no kubeadm host');
  await writeHost(folder, controlPlane.files);
}
