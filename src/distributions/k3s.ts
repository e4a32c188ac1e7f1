import { adminCopies } from './admin-copies.ts';
import { APISERVER_NAMES, type Component, type Distribution, type Place } from './distribution.ts';
import { agentPlaces } from './k3s-agent.ts';
import { type Program, RENEWAL_WINDOW_DAYS } from './k3s-program.ts';

/**
 * The leaves below server/tls. Each file holds the leaf and its CA (k3s-io/k3s pkg/daemons/control/deps/deps.go
 * createClientCertKey); `service` is the name that `certificate rotate` knows it by (pkg/util/services/services.go).
 */
interface ServerLeaf {
  readonly file: string;
  readonly service: string;
  readonly component: Component;
  readonly role: Place['role'];
  readonly issuer: string;
  /** Of the kubeconfig in server/cred that names this file by path. */
  readonly kubeconfig?: string;
}

function serverLeaves({ name }: Program): readonly ServerLeaf[] {
  const client = { role: 'client', issuer: 'client-ca' } as const;
  return [
    { ...client, file: 'client-admin', service: 'admin', component: 'admin', kubeconfig: 'admin' },
    {
      ...client,
      file: 'client-supervisor',
      service: 'supervisor',
      component: name,
      kubeconfig: 'supervisor',
    },
    {
      ...client,
      file: 'client-controller',
      service: 'controller-manager',
      component: 'kube-controller-manager',
      kubeconfig: 'controller',
    },
    {
      ...client,
      file: 'client-scheduler',
      service: 'scheduler',
      component: 'kube-scheduler',
      kubeconfig: 'scheduler',
    },
    {
      ...client,
      file: 'client-kube-apiserver',
      service: 'api-server',
      component: 'kube-apiserver',
      kubeconfig: 'api-server',
    },
    { ...client, file: 'client-kube-proxy', service: 'kube-proxy', component: 'kube-proxy' },
    { ...client, file: `client-${name}-controller`, service: `${name}-controller`, component: name },
    {
      ...client,
      file: `client-${name}-cloud-controller`,
      service: 'cloud-controller',
      component: 'cloud-controller-manager',
      kubeconfig: 'cloud-controller',
    },
    {
      ...client,
      file: 'client-auth-proxy',
      service: 'auth-proxy',
      component: 'kube-apiserver',
      issuer: 'request-header-ca',
    },
    {
      file: 'serving-kube-apiserver',
      service: 'api-server',
      component: 'kube-apiserver',
      role: 'server',
      issuer: 'server-ca',
    },
    { file: 'etcd/client', service: 'etcd', component: 'etcd', role: 'client', issuer: 'etcd/server-ca' },
    {
      file: 'etcd/server-client',
      service: 'etcd',
      component: 'etcd',
      role: 'server',
      issuer: 'etcd/server-ca',
    },
    {
      file: 'etcd/peer-server-client',
      service: 'etcd',
      component: 'etcd',
      role: 'peer',
      issuer: 'etcd/peer-ca',
    },
  ];
}

/** What the server keeps and an agent keeps of it, for K3s and RKE2 alike. */
export function k3sPlaces(program: Program): readonly Place[] {
  const { name } = program;
  const tls = `/var/lib/rancher/${name}/server/tls`;
  return [
    ...authorities(program, tls),
    ...serverLeaves(program).map((leaf) => placeOfLeaf(program, tls, leaf)),
    servingOf('kube-scheduler', program, tls),
    servingOf('kube-controller-manager', program, tls),
    dynamicCertificate(program, tls),
    ...serverKubeconfigs(program),
    adminKubeconfig(program, tls),
    ...adminCopies(`/etc/rancher/${name}/${name}.yaml`),
    ...agentPlaces(program),
  ];
}

function authorities({ name }: Program, tls: string): readonly Place[] {
  const files: readonly (readonly [string, Component])[] = [
    ['client-ca', 'kubernetes'],
    ['server-ca', 'kubernetes'],
    ['client-ca.nochain', 'kubernetes'],
    ['server-ca.nochain', 'kubernetes'],
    ['request-header-ca', 'front-proxy'],
    ['etcd/server-ca', 'etcd'],
    ['etcd/peer-ca', 'etcd'],
  ];
  return files.map(([file, component]) => ({
    path: `${tls}/${file}.crt`,
    format: 'certificate',
    component,
    role: 'ca',
    renewal: 'none',
    renew: `${name} certificate rotate-ca --path <folder with the new CA>, on one server; then restart every server and agent`,
    ...(!file.endsWith('.nochain') && { expectedWith: [`${tls}/${file}.key`] }),
  }));
}

function placeOfLeaf(program: Program, tls: string, leaf: ServerLeaf): Place {
  const isServing = leaf.file === 'serving-kube-apiserver';
  return {
    path: `${tls}/${leaf.file}.crt`,
    format: 'certificate',
    component: leaf.component,
    role: leaf.role,
    renewal: 'on-restart',
    renewalWindowDays: RENEWAL_WINDOW_DAYS,
    issuer: `${tls}/${leaf.issuer}.crt`,
    ...(isServing && { part: 'serving-certificate', requiredNames: APISERVER_NAMES }),
    renew: rotate(program, leaf.service),
    expectedWith: [`${tls}/${leaf.file}.key`],
  };
}

/**
 * Since May 2025 the server issues these two; before, each component made a self-signed one for a year and never
 * renewed it. So no issuer is claimed.
 */
function servingOf(component: Component, { name, server }: Program, tls: string): Place {
  const file = `${tls}/${component}/${component}`;
  return {
    path: `${file}.crt`,
    format: 'certificate',
    component,
    role: 'server',
    renewal: 'on-restart',
    renewalWindowDays: RENEWAL_WINDOW_DAYS,
    renew: `systemctl restart ${server} (${name} before v1.33.1, v1.32.5, v1.31.9, v1.30.13: first rm ${file}.crt ${file}.key)`,
  };
}

/**
 * The file cache of the certificate that the server presents on its own port, a v1.Secret in JSON
 * (rancher/dynamiclistener storage/file); the same stands in Secret kube-system/k3s-serving.
 */
function dynamicCertificate(program: Program, tls: string): Place {
  const { name, server } = program;
  return {
    path: `${tls}/dynamic-cert.json`,
    format: 'dynamic-cert',
    component: name,
    role: 'server',
    renewal: 'automatic',
    issuer: `${tls}/server-ca.crt`,
    part: 'dynamic-certificate',
    renew:
      `systemctl stop ${server}; ${name} certificate rotate --service ${name}-server; systemctl start ${server} ` +
      `(before v1.24.4: delete Secret kube-system/${name}-serving and this file, then restart)`,
  };
}

/** They name certificates in server/tls by path; should one embed its certificate, the same renews it. */
function serverKubeconfigs(program: Program): readonly Place[] {
  return serverLeaves(program).flatMap(({ kubeconfig, component, service }) =>
    kubeconfig === undefined
      ? []
      : {
          path: `/var/lib/rancher/${program.name}/server/cred/${kubeconfig}.kubeconfig`,
          format: 'kubeconfig',
          component,
          role: 'client',
          renewal: 'on-restart',
          renew: rotate(program, service),
        },
  );
}

/** Written again at every start of the server, with the certificate of client-admin.crt in it. */
function adminKubeconfig(program: Program, tls: string): Place {
  return {
    path: `/etc/rancher/${program.name}/${program.name}.yaml`,
    format: 'kubeconfig',
    component: 'admin',
    role: 'client',
    renewal: 'on-restart',
    renewalWindowDays: RENEWAL_WINDOW_DAYS,
    issuer: `${tls}/client-ca.crt`,
    part: 'admin-kubeconfig',
    renew: rotate(program, 'admin'),
  };
}

function rotate({ name, server }: Program, service: string): string {
  return (
    `systemctl restart ${server}, with ${RENEWAL_WINDOW_DAYS} days or fewer left (90 before May 2025); ` +
    `at once: systemctl stop ${server}; ${name} certificate rotate --service ${service}; systemctl start ${server}`
  );
}

/** What `certificate rotate` and a rotated CA leave behind. */
export function k3sSuperseded({ name }: Program): readonly string[] {
  const root = `/var/lib/rancher/${name}`;
  return [
    `${root}/server/tls-[0-9]*/**`,
    `${root}/agent/tls-[0-9]*/**`,
    `${root}/server/tls/temporary-certs/**`,
  ];
}

const program: Program = { name: 'k3s', server: 'k3s', agent: 'k3s-agent' };

export const k3s: Distribution = {
  name: 'k3s',
  title: 'K3s',
  evidence: { anyOf: ['/var/lib/rancher/k3s/server/tls', '/var/lib/rancher/k3s/agent'] },
  places: k3sPlaces(program),
  superseded: k3sSuperseded(program),
};
