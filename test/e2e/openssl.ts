/** openssl as an independent judge of certificates. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate and where it lies, in the words of the reports. */
export interface JudgedByOpenssl {
  readonly location: string;
  readonly index: number;
  /** RFC 3339, UTC. */
  readonly notAfter: string;
  readonly serial: string;
  readonly fingerprint: string;
}

/** Files of a kubeadm host that hold certificates; what is superseded is left out. */
const CERTIFICATE_FILE = /\.crt$|-current\.pem$/;
const KUBECONFIG_FILE = /\.conf$|\/\.kube\/config$/;

/** What openssl says of every certificate on a kubeadm host, as base64 in a kubeconfig or in a file of its own. */
export function opensslOn(root: string): readonly JudgedByOpenssl[] {
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return [];
    const real = join(entry.parentPath, entry.name);
    const path = real.slice(root.length);
    if (CERTIFICATE_FILE.test(path)) return judged(path, readFileSync(realPath(root, real), 'utf8'));
    return KUBECONFIG_FILE.test(path) ? [...judgedParts(path, readFileSync(real, 'utf8'))] : [];
  });
}

/** The kubelet's links are absolute: they lead into the host. */
function realPath(root: string, path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(root, execFileSync('readlink', [path], { encoding: 'utf8' }).trim());
  }
}

/** kubeadm's kubeconfigs have one cluster and one user. */
function* judgedParts(path: string, text: string): Generator<JudgedByOpenssl> {
  const [, server = ''] = /^ +certificate-authority-data: (\S+)$/m.exec(text) ?? [];
  const [, cluster] = /^ +server: .*\n +name: (\S+)$/m.exec(text) ?? [];
  yield* judged(`${path}#cluster/${cluster}`, unwrapped(server));
  const [, client = ''] = /^ +client-certificate-data: (\S+)$/m.exec(text) ?? [];
  const [, user] = /^users:\n- name: (\S+)$/m.exec(text) ?? [];
  yield* judged(`${path}#user/${user}`, unwrapped(client));
}

function unwrapped(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

function judged(location: string, text: string): readonly JudgedByOpenssl[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((pem, index) => ({ location, index, ...judgement(pem) }));
}

function judgement(pem: string): Pick<JudgedByOpenssl, 'notAfter' | 'serial' | 'fingerprint'> {
  const asked = ['x509', '-noout', '-enddate', '-serial', '-fingerprint', '-sha256'];
  const answer = execFileSync('openssl', asked, { input: pem, encoding: 'utf8' });
  const said = (key: string): string => new RegExp(`^${key}=(.*)$`, 'im').exec(answer)?.[1] ?? '';
  return {
    notAfter: new Date(said('notAfter')).toISOString().replace('.000Z', 'Z'),
    serial: said('serial'),
    fingerprint: said('sha256 Fingerprint').replaceAll(':', '').toLowerCase(),
  };
}
