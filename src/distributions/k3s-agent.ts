import type { Component, Place } from './distribution.ts';
import { type Program, RENEWAL_WINDOW_DAYS } from './k3s-program.ts';

/**
 * Requested from the server at every start of the agent (k3s-io/k3s pkg/agent/config/config.go get). What would make a
 * kubelet's restart unsafe is left out on purpose: here it never starts without new certificates.
 */
export function agentPlaces(program: Program): readonly Place[] {
  const folder = `/var/lib/rancher/${program.name}/agent`;
  const renew = `systemctl restart ${program.agent} (${program.server} on a server): every start asks for a new one`;
  const leaf = (file: string, component: Component, role: 'client' | 'server'): Place => ({
    path: `${folder}/${file}.crt`,
    format: 'certificate',
    component,
    role,
    renewal: 'on-restart',
    renewalWindowDays: RENEWAL_WINDOW_DAYS,
    issuer: `${folder}/${role}-ca.crt`,
    renew,
    expectedWith: [`${folder}/${file}.key`],
  });
  const kubeconfig = (file: string, component: Component): Place => ({
    path: `${folder}/${file}.kubeconfig`,
    format: 'kubeconfig',
    component,
    role: 'client',
    renewal: 'on-restart',
    renew,
  });
  return [
    ...(['client', 'server'] as const).map((kind): Place => ({
      path: `${folder}/${kind}-ca.crt`,
      format: 'certificate',
      component: 'kubernetes',
      role: 'ca',
      renewal: 'none',
      renew: `copied from the server at every start: systemctl restart ${program.agent}, after the server's CA was rotated`,
    })),
    leaf('client-kubelet', 'kubelet', 'client'),
    { ...leaf('serving-kubelet', 'kubelet', 'server'), part: 'kubelet-serving-certificate' },
    leaf('client-kube-proxy', 'kube-proxy', 'client'),
    leaf(`client-${program.name}-controller`, program.name, 'client'),
    kubeconfig('kubelet', 'kubelet'),
    kubeconfig('kubeproxy', 'kube-proxy'),
    kubeconfig(`${program.name}controller`, program.name),
  ];
}
