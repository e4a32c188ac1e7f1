/** A real control plane on loopback: etcd, kube-apiserver and, where asked for, kube-controller-manager. */
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiClient } from './api-client.ts';
import { apiServerCommand } from './api-server.ts';
import type { EtcdVersion } from './binaries.ts';
import type { Child, Flags } from './child.ts';
import { controllerManagerCommand } from './controller-manager.ts';
import { startEtcd } from './etcd.ts';
import { freePort } from './free-port.ts';
import type { Credential } from './https-json.ts';
import { Kubeadm, newBootstrapToken } from './kubeadm.ts';
import { credentialIn, kubeconfigOf } from './kubeconfig.ts';
import { temporaryFolder } from './leftovers.ts';
import { Supervisor } from './supervisor.ts';

export interface ClusterOptions {
  readonly etcd: EtcdVersion;
  /**
   * Flags of kube-controller-manager beside kubeadm's, `{}` for none. Absent: there is no controller manager, and
   * nobody approves, signs or removes a signing request, or makes a default ServiceAccount.
   */
  readonly controllerManager?: Flags;
  /** Flags of kube-apiserver beside kubeadm's: `{ 'watch-cache': 'false' }`. */
  readonly apiServer?: Flags;
}

/** Who comes to the API server, and which way. */
export interface Access {
  /** The administrator by default. */
  readonly credential?: Credential;
  /** Straight to the API server by default; a proxy's `server`, to have the connections cut. */
  readonly server?: string;
}

/** A control plane that answers. Its files are gone after `stop`. */
export interface Cluster {
  /** Holds kubeadm's kubeconfigs and `pki/`, and a log of each process. */
  readonly folder: string;
  /** What stands in /etc/kubernetes/pki. */
  readonly pki: string;
  /** `https://127.0.0.1:26443` */
  readonly server: string;
  /** Of the API server's and of clients' certificates; PEM. */
  readonly ca: string;
  /** Path of the admin.conf that kubeadm made; `super-admin.conf` beside it needs no RBAC and is never throttled. */
  readonly adminKubeconfig: string;
  /** The token that kubeadm made for joining nodes. */
  readonly bootstrapToken: string;
  /** The administrator. */
  readonly api: ApiClient;
  /** Somebody else, or on another way. */
  client(access: Access): ApiClient;
  /** Writes a kubeconfig. @returns its path */
  writeKubeconfig(access?: Access): Promise<string>;
  /** Kills the API server, as a crash would. */
  killApiServer(): Promise<void>;
  /** Starts it again, at the same port, and waits until it answers. Its watch cache is empty of history then. */
  startApiServer(): Promise<void>;
  /**
   * Makes etcd forget every revision before the present one. The API server's watch cache remembers them still: until
   * it is started again, or runs with `watch-cache` false, an old resourceVersion goes on being answered.
   */
  compactEtcd(): Promise<void>;
  /** Ends everything. Rejects, with the tail of its log, when a process had died before. */
  stop(): Promise<void>;
}

/** Starts a control plane and waits until it answers: some seconds. `stop` it in `after`. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = temporaryFolder();
  const supervisor = new Supervisor();
  try {
    const cluster = await raise(folder.path, supervisor, options);
    const stop = async (): Promise<void> => {
      try {
        await supervisor.stop();
      } finally {
        folder.remove();
      }
    };
    return { ...cluster, stop };
  } catch (error) {
    // What made the start fail is told, not what followed from it.
    await supervisor.stop().catch(() => undefined);
    folder.remove();
    throw error;
  }
}

async function raise(
  folder: string,
  supervisor: Supervisor,
  options: ClusterOptions,
): Promise<Omit<Cluster, 'stop'>> {
  const port = await freePort();
  const server = `https://127.0.0.1:${port}`;
  const bootstrapToken = newBootstrapToken();
  const kubeadm = await Kubeadm.configure(folder, port, bootstrapToken);
  await kubeadm.makeCertificates();
  const [etcd] = await Promise.all([
    startEtcd(folder, options.etcd, supervisor),
    kubeadm.makeKubeconfigs(server),
  ]);

  const ca = await readFile(join(kubeadm.pki, 'ca.crt'), 'utf8');
  const adminKubeconfig = join(folder, 'admin.conf');
  const administrator = await credentialIn(adminKubeconfig);
  const client = ({ credential = administrator, server: way = server }: Access): ApiClient =>
    new ApiClient({ server: way, ca, credential, signal: supervisor.over });
  const api = client({});
  const superAdmin = client({ credential: await credentialIn(join(folder, 'super-admin.conf')) });

  const command = await apiServerCommand({ folder, port, etcd: etcd.server, flags: options.apiServer ?? {} });
  const startApiServer = async (): Promise<Child> => {
    const child = supervisor.start(command);
    await supervisor.until(async () => (await superAdmin.request('GET', '/readyz')).status === 200);
    return child;
  };
  let apiServer = await startApiServer();
  await bindAdministrators(superAdmin);
  await kubeadm.allowBootstrap(adminKubeconfig);
  if (options.controllerManager !== undefined) {
    supervisor.start(await controllerManagerCommand(folder, options.controllerManager));
    // The first of its works that shows.
    await api.until('/api/v1/namespaces/default/serviceaccounts', 'default', () => true);
  }

  return {
    folder,
    pki: kubeadm.pki,
    server,
    ca,
    adminKubeconfig,
    bootstrapToken,
    api,
    client,
    async writeKubeconfig({ credential = administrator, server: way = server } = {}) {
      const path = join(folder, `${randomUUID()}.conf`);
      await writeFile(path, kubeconfigOf(way, ca, credential));
      return path;
    },
    killApiServer: async () => apiServer.kill(),
    async startApiServer() {
      apiServer = await startApiServer();
    },
    compactEtcd: async () => etcd.compact(),
  };
}

/** What makes admin.conf an administrator's: `kubeadm init` does it with super-admin.conf, and has no phase for it. */
async function bindAdministrators(superAdmin: ApiClient): Promise<void> {
  const group = 'kubeadm:cluster-admins';
  await superAdmin.create('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: group },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
  });
}
