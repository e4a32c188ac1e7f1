/** etcd as kubeadm configures it, on one node, without fsync: nothing of it has to survive the machine. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { etcdBinary, type EtcdVersion } from './binaries.ts';
import type { Command } from './child.ts';
import { freePort } from './free-port.ts';
import { type Endpoint, HttpsJson } from './https-json.ts';
import { CONTROL_PLANE_NODE } from './kubeadm.ts';
import type { Supervisor } from './supervisor.ts';

/** Starts an etcd, and waits until it answers. */
export async function startEtcd(
  folder: string,
  version: EtcdVersion,
  supervisor: Supervisor,
): Promise<EtcdClient> {
  const server = `https://127.0.0.1:${await freePort()}`;
  supervisor.start(await etcdCommand(folder, server, version));
  const client = await EtcdClient.create(join(folder, 'pki'), server, supervisor.over);
  await supervisor.until(async () => client.isReady());
  return client;
}

async function etcdCommand(folder: string, server: string, version: EtcdVersion): Promise<Command> {
  const pki = join(folder, 'pki/etcd');
  const peer = `https://127.0.0.1:${await freePort()}`;
  return {
    name: 'etcd',
    program: await etcdBinary(version),
    logFile: join(folder, 'etcd.log'),
    flags: {
      name: CONTROL_PLANE_NODE,
      'data-dir': join(folder, 'etcd'),
      'unsafe-no-fsync': 'true',
      'cert-file': join(pki, 'server.crt'),
      'key-file': join(pki, 'server.key'),
      'client-cert-auth': 'true',
      'trusted-ca-file': join(pki, 'ca.crt'),
      'peer-cert-file': join(pki, 'peer.crt'),
      'peer-key-file': join(pki, 'peer.key'),
      'peer-client-cert-auth': 'true',
      'peer-trusted-ca-file': join(pki, 'ca.crt'),
      'listen-client-urls': server,
      'advertise-client-urls': server,
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `${CONTROL_PLANE_NODE}=${peer}`,
    },
  };
}

/** etcd's gRPC as JSON (its gateway, `/v3/`): the same on 3.4 and 3.6. */
export class EtcdClient {
  /** `https://127.0.0.1:22379` */
  readonly server: string;
  readonly #https: HttpsJson;

  private constructor(endpoint: Endpoint) {
    this.server = endpoint.server;
    this.#https = new HttpsJson(endpoint);
  }

  static async create(pki: string, server: string, signal: AbortSignal): Promise<EtcdClient> {
    const pem = async (name: string): Promise<string> => readFile(join(pki, name), 'utf8');
    const credential = {
      certificate: await pem('apiserver-etcd-client.crt'),
      key: await pem('apiserver-etcd-client.key'),
    };
    return new EtcdClient({ server, ca: await pem('etcd/ca.crt'), credential, signal });
  }

  /** Whether it answers as it should. Rejects while nobody listens. */
  async isReady(): Promise<boolean> {
    return (await this.#https.request('GET', '/health')).status === 200;
  }

  /** Forgets every revision before the present one. */
  async compact(): Promise<void> {
    const { header } = (await this.#call('maintenance/status', {})) as { header: { revision: string } };
    await this.#call('kv/compaction', { revision: header.revision, physical: true });
  }

  async #call(method: string, parameters: unknown): Promise<unknown> {
    const { status, body } = await this.#https.request('POST', `/v3/${method}`, parameters);
    if (status !== 200) throw new Error(`etcd: ${method}: answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
}
