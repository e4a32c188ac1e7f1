import type { HostFile } from './host.ts';

/** A static-pod manifest as kubeadm writes it, shortened to what names certificates. @param flags without the leading dashes */
export function staticPod(name: string, flags: Readonly<Record<string, string>>): HostFile {
  const command = Object.entries(flags).map(([flag, value]) => `    - --${flag}=${value}\n`);
  return {
    path: `/etc/kubernetes/manifests/${name}.yaml`,
    content: `apiVersion: v1
kind: Pod
metadata:
  labels:
    component: ${name}
    tier: control-plane
  name: ${name}
  namespace: kube-system
spec:
  containers:
  - command:
    - ${name}
${command.join('')}    name: ${name}
  hostNetwork: true
`,
  };
}
