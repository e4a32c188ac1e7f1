/** Kubeconfigs as files: what kubeadm wrote, and one for anybody else. */
import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import type { Credential } from './https-json.ts';

/** Who is meant by a kubeconfig that kubeadm made: it embeds everything. */
export async function credentialIn(path: string): Promise<Credential> {
  const { users } = parse(await readFile(path, 'utf8')) as {
    users: [{ user: { 'client-certificate-data': string; 'client-key-data': string } }];
  };
  const [{ user }] = users;
  return { certificate: pem(user['client-certificate-data']), key: pem(user['client-key-data']) };
}

/** A kubeconfig's text, with everything in it. */
export function kubeconfigOf(server: string, ca: string, credential: Credential): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: 'test', user: userOf(credential) }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });
}

function userOf(credential: Credential): Record<string, string> {
  if (credential === 'anonymous') return {};
  if ('token' in credential) return { token: credential.token };
  return {
    'client-certificate-data': base64(credential.certificate),
    'client-key-data': base64(credential.key),
  };
}

function pem(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString();
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
