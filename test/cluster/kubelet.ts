/** The real kubelet, as far as it goes without a container runtime: until it has its certificates. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { binary } from './binaries.ts';
import { startChild } from './child.ts';

export interface KubeletOptions {
  /** For its files; made where it is not there. One in which a kubelet ran before is a node that restarts. */
  readonly folder: string;
  /** The node's name. */
  readonly node: string;
  /** Path of a kubeconfig with a bootstrap token. Nothing has to be there, as long as the client certificate is good. */
  readonly bootstrapKubeconfig: string;
  /** Fields of its configuration file beside those that let it run here: `{ serverTLSBootstrap: true }`. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

export interface Kubelet {
  readonly files: KubeletFiles;
  /**
   * Once it has stopped by itself: because it had everything but a container runtime (`validate service connection`),
   * or before, because something else was wrong. While its signing request is not signed it waits, for an hour at most.
   */
  readonly ended: Promise<KubeletOutcome>;
  /** Kills it, where it still runs. */
  stop(): Promise<void>;
}

/** Paths, and where a kubeadm node has the same. */
export interface KubeletFiles {
  /** /etc/kubernetes/kubelet.conf: written as soon as it has a client certificate. */
  readonly kubeconfig: string;
  /** /var/lib/kubelet/pki */
  readonly certificates: string;
  /** /var/lib/kubelet/pki/kubelet-client-current.pem: leads to `kubelet-client-<time>.pem` beside it. */
  readonly clientCertificate: string;
  /** /var/lib/kubelet/pki/kubelet.crt: made and signed by itself. */
  readonly servingCertificate: string;
}

export interface KubeletOutcome {
  /** Absent where it was killed. */
  readonly exitCode?: number;
  readonly log: string;
}

/** Starts a kubelet. It asks for its client certificate with the bootstrap token, where it has no good one. */
export async function startKubelet(options: KubeletOptions): Promise<Kubelet> {
  const { folder, node, bootstrapKubeconfig, configuration } = options;
  const files: KubeletFiles = {
    kubeconfig: join(folder, 'kubelet.conf'),
    certificates: join(folder, 'pki'),
    clientCertificate: join(folder, 'pki/kubelet-client-current.pem'),
    servingCertificate: join(folder, 'pki/kubelet.crt'),
  };
  const configurationFile = join(folder, 'config.yaml');
  const logFile = join(folder, 'kubelet.log');
  await mkdir(folder, { recursive: true });
  await rm(logFile, { force: true });
  await writeFile(
    configurationFile,
    stringify({
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      containerRuntimeEndpoint: `unix://${join(folder, 'no-container-runtime.sock')}`,
      failCgroupV1: false,
      rotateCertificates: false,
      ...configuration,
    }),
  );
  const child = startChild({
    name: 'kubelet',
    program: await binary('kubelet'),
    logFile,
    flags: {
      'bootstrap-kubeconfig': bootstrapKubeconfig,
      'cert-dir': files.certificates,
      config: configurationFile,
      'hostname-override': node,
      kubeconfig: files.kubeconfig,
      'root-dir': join(folder, 'root'),
    },
  });
  const outcome = async (): Promise<KubeletOutcome> => {
    const { exitCode } = await child.ended;
    return { log: child.log, ...(exitCode === undefined ? {} : { exitCode }) };
  };
  return { files, ended: outcome(), stop: async () => child.kill() };
}
