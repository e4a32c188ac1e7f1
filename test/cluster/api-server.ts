import { join } from 'node:path';
import { binary } from './binaries.ts';
import type { Command, Flags } from './child.ts';
import { ADVERTISED_ADDRESS } from './kubeadm.ts';

export interface ApiServer {
  readonly folder: string;
  readonly port: number;
  /** `https://127.0.0.1:22379` */
  readonly etcd: string;
  /** What a test wants otherwise. */
  readonly flags: Flags;
}

/** kube-apiserver with the flags of kubeadm's static pod (`controlplane/manifests.go`, v1.36), on loopback alone. */
export async function apiServerCommand({ folder, port, etcd, flags }: ApiServer): Promise<Command> {
  const pki = join(folder, 'pki');
  return {
    name: 'kube-apiserver',
    program: await binary('kube-apiserver'),
    logFile: join(folder, 'kube-apiserver.log'),
    flags: {
      'bind-address': '127.0.0.1',
      'advertise-address': ADVERTISED_ADDRESS,
      'secure-port': String(port),
      'allow-privileged': 'true',
      'authorization-mode': 'Node,RBAC',
      'client-ca-file': join(pki, 'ca.crt'),
      'enable-admission-plugins': 'NodeRestriction',
      'enable-bootstrap-token-auth': 'true',
      'etcd-cafile': join(pki, 'etcd/ca.crt'),
      'etcd-certfile': join(pki, 'apiserver-etcd-client.crt'),
      'etcd-keyfile': join(pki, 'apiserver-etcd-client.key'),
      'etcd-servers': etcd,
      'kubelet-client-certificate': join(pki, 'apiserver-kubelet-client.crt'),
      'kubelet-client-key': join(pki, 'apiserver-kubelet-client.key'),
      'proxy-client-cert-file': join(pki, 'front-proxy-client.crt'),
      'proxy-client-key-file': join(pki, 'front-proxy-client.key'),
      'requestheader-allowed-names': 'front-proxy-client',
      'requestheader-client-ca-file': join(pki, 'front-proxy-ca.crt'),
      'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
      'requestheader-group-headers': 'X-Remote-Group',
      'requestheader-username-headers': 'X-Remote-User',
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
      'service-account-key-file': join(pki, 'sa.pub'),
      'service-account-signing-key-file': join(pki, 'sa.key'),
      'service-cluster-ip-range': '10.96.0.0/12',
      'tls-cert-file': join(pki, 'apiserver.crt'),
      'tls-private-key-file': join(pki, 'apiserver.key'),
      ...flags,
    },
  };
}
