import { decodeBase64Text } from './base64.ts';
import { nothingBut, type Parsed, parseBundle } from './bundle.ts';
import { wipe } from './private-key.ts';
import { isBlank } from './text.ts';

/**
 * Reads the `dynamic-cert.json` of k3s and RKE2, in which rancher/dynamiclistener keeps a v1.Secret as JSON:
 * the serving certificate and its CA as base64 of PEM under `data["tls.crt"]`, and under `data["tls.key"]` the
 * private key, which is compared with the first of them. `kind` and `apiVersion` may be missing.
 */
export function parseDynamicCert(bytes: Buffer): Parsed {
  if (isBlank(bytes)) return nothingBut('empty', 'empty; a Secret in JSON should be here');
  const secret = parseJson(bytes);
  if (secret === undefined) return nothingBut('malformed', 'not JSON; a Secret should be here');
  const data = member(secret, 'data');
  const certificates = base64Member(data, 'tls.crt');
  if (certificates === undefined) return nothingBut('malformed', 'data["tls.crt"] must be PEM in base64');
  const key = base64Member(data, 'tls.key');
  const parsed = parseBundle(certificates, key === undefined ? {} : { key });
  wipe(certificates);
  if (key !== undefined) wipe(key);
  return parsed;
}

/** The parser's own error quotes the text around the fault, which may be the private key. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}

function base64Member(data: unknown, name: string): Buffer | undefined {
  const text = member(data, name);
  return typeof text === 'string' ? decodeBase64Text(text) : undefined;
}
