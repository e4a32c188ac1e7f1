import type { Place } from './distribution.ts';

/** Where a kubelet keeps its certificates, and how to help it to new ones. */
interface KubeletFolder {
  /** Its `--cert-dir`. */
  readonly folder: string;
  /** Host path of the CA that signs the kubelet's requests. */
  readonly issuer: string;
  /** What a person does when the kubelet has not renewed its client certificate. */
  readonly renewClient: string;
}

/**
 * The three files of a kubelet's certificate folder. `*-current.pem` are links that the kubelet turns to its
 * newest certificate (kubernetes/kubernetes client-go util/certificate/certificate_store.go); the dated files behind
 * them are in no table, because the kubelet never deletes the superseded ones.
 */
export function kubeletCertificates({ folder, issuer, renewClient }: KubeletFolder): readonly Place[] {
  const servingLink = `${folder}/kubelet-server-current.pem`;
  return [
    {
      path: `${folder}/kubelet-client-current.pem`,
      format: 'certificate',
      component: 'kubelet',
      role: 'client',
      renewal: 'automatic',
      issuer,
      part: 'kubelet-client-certificate',
      renew: `find out why the kubelet has not (journalctl -u kubelet; kubectl get csr), or: ${renewClient}`,
    },
    {
      // Only with serverTLSBootstrap: true.
      path: servingLink,
      format: 'certificate',
      component: 'kubelet',
      role: 'server',
      renewal: 'automatic',
      issuer,
      part: 'kubelet-serving-certificate',
      renew:
        'the kubelet does, by CSR, and waits for approval: kubectl get csr; kubectl certificate approve <name>',
    },
    {
      // Made by the kubelet for a year when it has no other; leaf and its own CA in one file, never renewed
      // (kubernetes/kubernetes v1.36 cmd/kubelet/app/server.go InitializeTLS; kubernetes#99418).
      path: `${folder}/kubelet.crt`,
      format: 'certificate',
      component: 'kubelet',
      role: 'server',
      renewal: 'none',
      part: 'kubelet-serving-certificate',
      renew: `rm ${folder}/kubelet.crt ${folder}/kubelet.key && systemctl restart kubelet`,
      supersededBy: servingLink,
    },
  ];
}
