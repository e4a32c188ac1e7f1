/** What `kubeadm init` does before and after there is a control plane, each a phase of the real kubeadm. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { binary, kubernetesVersion } from './binaries.ts';

/**
 * Stands in certificates and in what the API server says of itself, and is called by nobody: kubeadm refuses a
 * loopback address there. From the range for documentation (RFC 5737).
 */
export const ADVERTISED_ADDRESS = '192.0.2.11';

/** The control-plane node's name, in certificates. */
export const CONTROL_PLANE_NODE = 'cp-1';

export class Kubeadm {
  readonly #folder: string;
  readonly #program: string;

  private constructor(folder: string, program: string) {
    this.#folder = folder;
    this.#program = program;
  }

  /**
   * @param folder takes what kubeadm makes: `pki/` with what stands in /etc/kubernetes/pki, and beside it admin.conf,
   * super-admin.conf, controller-manager.conf, scheduler.conf and kubelet.conf
   * @param bootstrapToken of the cluster's first token, `abcdef.0123456789abcdef`
   */
  static async configure(folder: string, apiServerPort: number, bootstrapToken: string): Promise<Kubeadm> {
    const kubeadm = new Kubeadm(folder, await binary('kubeadm'));
    const documents = [
      {
        apiVersion: 'kubeadm.k8s.io/v1beta4',
        kind: 'InitConfiguration',
        localAPIEndpoint: { advertiseAddress: ADVERTISED_ADDRESS, bindPort: apiServerPort },
        nodeRegistration: { name: CONTROL_PLANE_NODE, criSocket: 'unix:///run/containerd/containerd.sock' },
        bootstrapTokens: [{ token: bootstrapToken, ttl: '24h0m0s' }],
      },
      {
        apiVersion: 'kubeadm.k8s.io/v1beta4',
        kind: 'ClusterConfiguration',
        kubernetesVersion: await kubernetesVersion(),
        certificatesDir: kubeadm.pki,
        apiServer: { certSANs: ['127.0.0.1', 'localhost'] },
      },
    ];
    await writeFile(kubeadm.#configuration, documents.map((document) => stringify(document)).join('---\n'));
    return kubeadm;
  }

  /** Folder of the certificates and keys. */
  get pki(): string {
    return join(this.#folder, 'pki');
  }

  async makeCertificates(): Promise<void> {
    await this.#initPhase('certs', 'all');
  }

  /** Their server is the one on loopback. */
  async makeKubeconfigs(server: string): Promise<void> {
    await this.#initPhase('kubeconfig', 'all', '--kubeconfig-dir', this.#folder);
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.conf'));
    for (const path of names.map((name) => join(this.#folder, name))) {
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace(/^( +server: ).*$/gm, `$1${server}`));
    }
  }

  /** The first token, what a node with a token may do, and ConfigMap `kube-public/cluster-info`. */
  async allowBootstrap(adminKubeconfig: string): Promise<void> {
    await this.#initPhase('bootstrap-token', '--kubeconfig', adminKubeconfig, '--skip-token-print');
  }

  get #configuration(): string {
    return join(this.#folder, 'kubeadm.yaml');
  }

  async #initPhase(...phase: readonly string[]): Promise<void> {
    await promisify(execFile)(this.#program, ['init', 'phase', ...phase, '--config', this.#configuration]);
  }
}

/** A new bootstrap token: an id that everybody may know, a dot, a secret. */
export function newBootstrapToken(): string {
  return `${randomBytes(3).toString('hex')}.${randomBytes(8).toString('hex')}`;
}
