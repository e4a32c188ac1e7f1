/** Writes the hosts that are measured into the folder that is its argument: `large`, `small` and `kubeadm`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../src/demo/authority.ts';
import { HEALTHY } from '../src/demo/healthy.ts';
import { writeHost } from '../src/demo/hosts/host.ts';
import { DAY } from '../src/model.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('the folder to write to has to be named');
await writeCertificates(join(folder, 'large'), 100, 100);
await writeCertificates(join(folder, 'small'), 10, 100);
await writeKubeadmHost(join(folder, 'kubeadm'));

/** Distinct certificates, because a program that parses each distinct one once must not profit from copies. */
async function writeCertificates(root: string, folders: number, each: number): Promise<void> {
  const now = Date.now();
  const life = { notBefore: now - 10 * DAY, notAfter: now + 355 * DAY };
  const authority = await createAuthority({
    commonName: 'kubernetes',
    notBefore: now - DAY,
    notAfter: now + 3650 * DAY,
  });
  const subject = await authority.issue({ commonName: 'first', role: 'server', ...life });
  for (let at = 0; at < folders; at += 1) {
    const certs = join(root, 'certs', `namespace-${at}`);
    mkdirSync(certs, { recursive: true });
    for (let number = 0; number < each; number += 1) {
      const commonName = `service-${number}.namespace-${at}.svc`;
      const dnsNames = [commonName, `${commonName}.cluster.local`];
      const minted = await authority.issue({ commonName, dnsNames, role: 'server', keyOf: subject, ...life });
      writeFileSync(join(certs, `service-${number}.pem`), minted.certificatePem);
    }
  }
}

/** Writes the healthy kubeadm control-plane node of the demo: what most machines that run the program look like. */
async function writeKubeadmHost(root: string): Promise<void> {
  const kubeadm = HEALTHY.find(({ id }) => id === 'kubeadm');
  const [controlPlane] = (await kubeadm?.hosts(Date.now())) ?? [];
  if (controlPlane === undefined) throw new Error('the demo has no kubeadm host');
  await writeHost(root, controlPlane.files);
}
