/**
 * The programs that a cluster is made of. Run as a program, this file makes sure that all of them are there, so
 * that no test has to wait for it.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir, readFile, rename } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

/** The package of each, among the tools of go.mod. */
const PACKAGES = {
  etcd: 'go.etcd.io/etcd/server/v3',
  kubeadm: 'k8s.io/kubernetes/cmd/kubeadm',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  kubelet: 'k8s.io/kubernetes/cmd/kubelet',
} as const;

export type BinaryName = keyof typeof PACKAGES;

/**
 * Debian's and Kubernetes' own. On the first the API server cannot stream initial state (`sendInitialEvents`), on the
 * second it can.
 */
export type EtcdVersion = '3.4' | '3.6';

/** Where Debian's package `etcd-server` has it. */
const DEBIAN_ETCD = '/usr/bin/etcd';

/** From 3.4.31 on the API server trusts etcd's RequestWatchProgress (`feature_support_checker.go` of k8s.io/apiserver). */
const FIRST_STREAMING_PATCH = 31;

/** @returns the path of an etcd of this version */
export async function etcdBinary(version: EtcdVersion): Promise<string> {
  return version === '3.6' ? binary('etcd') : debianEtcd();
}

/**
 * The path of a program: in the folder KUBEBUILDER_ASSETS where that is set, as envtest has it; otherwise built from
 * go.mod, once, into `~/.cache/kubecert-cluster/` (XDG_CACHE_HOME), where `npm ci` does not remove it.
 */
export async function binary(name: BinaryName): Promise<string> {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  if (assets === undefined || assets === '') return builtBinary(name);
  const path = join(assets, name);
  if (await isExecutable(path)) return path;
  const wanted = Object.keys(PACKAGES).join(', ');
  throw new Error(
    `${path}: not there, or not executable; KUBEBUILDER_ASSETS must be unset or name a folder with ${wanted}`,
  );
}

/** The Kubernetes version that go.mod pins: `v1.36.1`. */
export async function kubernetesVersion(): Promise<string> {
  const [, version] = /^\tk8s\.io\/kubernetes (v\S+)/m.exec(await readFile(inModule('go.mod'), 'utf8')) ?? [];
  if (version === undefined) throw new Error('test/cluster/go.mod: requires no version of k8s.io/kubernetes');
  return version;
}

async function builtBinary(name: BinaryName): Promise<string> {
  const flags = await linkerFlags();
  const source = [await readFile(inModule('go.mod')), await readFile(inModule('go.sum')), flags].join('\n');
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(caches, 'kubecert-cluster', hash('sha256', source).slice(0, 16));
  const path = join(folder, name);
  if (await isExecutable(path)) return path;
  await mkdir(folder, { recursive: true });
  // Beside it first: whoever sees the file sees all of it, whichever of two processes built it.
  const unfinished = `${path}.${process.pid}`;
  await build(name, flags, unfinished);
  await rename(unfinished, path);
  return path;
}

async function build(name: BinaryName, flags: string, path: string): Promise<void> {
  process.stderr.write(`building ${name} from test/cluster/go.mod: minutes on first use\n`);
  const go = spawn('go', ['build', '-ldflags', flags, '-o', path, PACKAGES[name]], {
    cwd: inModule('.'),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = text(go.stderr);
  try {
    const [exitCode] = (await once(go, 'close')) as [number | null];
    if (exitCode === 0) return;
  } catch {
    const other = 'or let KUBEBUILDER_ASSETS name a folder with the binaries';
    throw new Error(
      `go: cannot be run, and ${name} is to be built with it; install Go (https://go.dev/dl), ${other}`,
    );
  }
  throw new Error(`go build ${PACKAGES[name]}: failed in test/cluster:\n${await said}`);
}

/** Tells the binaries their version, as a release build does, and leaves out what only a debugger needs. */
async function linkerFlags(): Promise<string> {
  const version = await kubernetesVersion();
  const stamps = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].map(
    (package_) => `-X ${package_}.gitVersion=${version}`,
  );
  return ['-s', '-w', ...stamps].join(' ');
}

async function debianEtcd(): Promise<string> {
  const advice = 'Debian 12 has it: apt-get install etcd-server';
  let said: string;
  try {
    ({ stdout: said } = await promisify(execFile)(DEBIAN_ETCD, ['--version']));
  } catch {
    throw new Error(`${DEBIAN_ETCD}: cannot be run, and etcd 3.4 is to be run; ${advice}`);
  }
  const [, version = 'of an unknown version', patch] = /^etcd Version: (3\.4\.(\d+)|\S+)/.exec(said) ?? [];
  if (patch !== undefined && Number(patch) < FIRST_STREAMING_PATCH) return DEBIAN_ETCD;
  throw new Error(
    `${DEBIAN_ETCD}: etcd ${version}, must be 3.4 before 3.4.${FIRST_STREAMING_PATCH}; ${advice}`,
  );
}

/** A path in the Go module beside this file. */
function inModule(file: string): string {
  return join(import.meta.dirname, file);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  try {
    for (const name of Object.keys(PACKAGES)) await binary(name as BinaryName);
    await debianEtcd();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
