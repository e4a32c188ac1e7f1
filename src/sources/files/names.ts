/** What file names tell by themselves, wherever they lie. */

/** Keys and requests are no certificates: nothing is wrong with their being there, and nothing to say. */
const KEY_OR_REQUEST = /(?:\.key|-key\.pem|\.csr|\.pub)$/;

/** Kept by people, tools and the kubelet itself (kubernetes/kubernetes client-go util/certificate/certificate_store.go). */
const SUPERSEDED: readonly RegExp[] = [
  /\.(?:bak|old|orig|backup|save)$/,
  /~$/,
  // The kubelet never deletes the files that its `-current.pem` link has left behind.
  /^kubelet-(?:client|server)-\d{4}(?:-\d{2}){5}\.pem$/,
];

/** k3s and RKE2 `certificate rotate` leave `tls-<unix>/`; kubeadm leaves `tmp/kubeadm-backup-…/`. */
const SUPERSEDED_FOLDER = /^(?:tls-\d{9,}|kubeadm-backup-.*|temporary-certs)$/;

/** The atomic writer of projected volumes (kubernetes/kubernetes pkg/volume/util/atomic_writer.go) keeps its generations so. */
const ATOMIC_WRITER = /^\.\./;

/** Whether a folder link of this name is turned to another folder by every update, as snapd does it. */
export function isTurnedLink(name: string): boolean {
  return name === 'current';
}

const CERTIFICATE = /\.(?:crt|cer|cert|pem|der)$/i;
const KUBECONFIG = /(?:\.conf|\.kubeconfig|\.ya?ml|\.config|^config)$/i;

export function isKeyOrRequest(name: string): boolean {
  return KEY_OR_REQUEST.test(name);
}

export function isSupersededFile(name: string): boolean {
  return SUPERSEDED.some((pattern) => pattern.test(name));
}

/** Whether a walk goes past a folder of this name instead of into it. */
export function isPassedFolder(name: string): boolean {
  return SUPERSEDED_FOLDER.test(name) || ATOMIC_WRITER.test(name) || isSupersededFile(name);
}

/** Whether a file of this name says that it is a certificate: then what is no certificate in it is a problem. */
export function isCertificateName(name: string): boolean {
  return CERTIFICATE.test(name);
}

/** Whether a file of this name is worth a look when a whole folder is read. */
export function isWorthALook(name: string): boolean {
  return CERTIFICATE.test(name) || KUBECONFIG.test(name) || name === DYNAMIC_CERT;
}

/** The file cache of k3s' and RKE2's serving certificate (rancher/dynamiclistener). */
export const DYNAMIC_CERT = 'dynamic-cert.json';

/**
 * The names under which the private key of a certificate usually stands beside it, most likely first:
 * kubeadm and k3s (`x.key`), binary installs and RKE1 (`x-key.pem`), certbot (`privkey.pem`).
 */
export function keyNamesFor(certificateName: string): readonly string[] {
  const stem = certificateName.replace(CERTIFICATE, '').replace(/\.nochain$/, '');
  const beside = [`${stem}.key`, `${stem}-key.pem`];
  if (/^(?:fullchain|cert)\d*$/.test(stem))
    beside.push(stem.replace(/^(?:fullchain|cert)/, 'privkey') + '.pem');
  return beside;
}

/** `kubelet-client` of `kubelet-client-current.pem`, the link that a kubelet turns to its newest certificate. */
export function currentLinkPrefix(name: string): string | undefined {
  return /^(.+)-current\.pem$/.exec(name)?.[1];
}

/** The newest of the files among which the `-current.pem` link of this prefix chooses, by the time in its name. */
export function newestGeneration(prefix: string, names: readonly string[]): string | undefined {
  const generation = /^\d{4}(?:-\d{2}){5}\.pem$/;
  return names
    .filter((name) => name.startsWith(`${prefix}-`) && generation.test(name.slice(prefix.length + 1)))
    .sort()
    .at(-1);
}
