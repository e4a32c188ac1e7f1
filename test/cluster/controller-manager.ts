import { join } from 'node:path';
import { binary } from './binaries.ts';
import type { Command, Flags } from './child.ts';

/**
 * kube-controller-manager with the flags of kubeadm's static pod (`controlplane/manifests.go`, v1.36), but for what
 * one alone does not need: the election of a leader, a port of its own, and patience.
 * @param flags what a test wants otherwise
 */
export async function controllerManagerCommand(folder: string, flags: Flags): Promise<Command> {
  const pki = join(folder, 'pki');
  return {
    name: 'kube-controller-manager',
    program: await binary('kube-controller-manager'),
    logFile: join(folder, 'kube-controller-manager.log'),
    flags: {
      'cluster-signing-cert-file': join(pki, 'ca.crt'),
      'cluster-signing-key-file': join(pki, 'ca.key'),
      controllers: '*,bootstrapsigner,tokencleaner',
      kubeconfig: join(folder, 'controller-manager.conf'),
      // By default it waits five seconds between its own requests while it makes an account for each controller.
      'kube-api-burst': '1000',
      'kube-api-qps': '1000',
      'leader-elect': 'false',
      'root-ca-file': join(pki, 'ca.crt'),
      'secure-port': '0',
      'service-account-private-key-file': join(pki, 'sa.key'),
      'use-service-account-credentials': 'true',
      ...flags,
    },
  };
}
