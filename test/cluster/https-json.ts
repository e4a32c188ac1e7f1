/** JSON over HTTPS, with a client certificate or a bearer token: what the API server and etcd's gateway speak. */
import { once, setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

/** Who one is to a server; PEM, where it is a certificate. */
export type Credential =
  | { readonly certificate: string; readonly key: string }
  | { readonly token: string }
  | 'anonymous';

export interface Endpoint {
  /** `https://127.0.0.1:26443` */
  readonly server: string;
  /** PEM. */
  readonly ca: string;
  readonly credential: Credential;
  /** Ends every request, with its reason. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** Parsed where it is JSON, else text. */
  readonly body: unknown;
}

export class HttpsJson {
  readonly #endpoint: Endpoint;
  readonly #agent: Agent;

  constructor(endpoint: Endpoint) {
    const { ca, credential, signal } = endpoint;
    this.#endpoint = endpoint;
    this.#agent = new Agent({ keepAlive: true, ca, ...clientCertificate(credential) });
    setMaxListeners(0, signal); // One for each request that is under way.
  }

  /** The whole answer, whatever its status. */
  async request(method: string, path: string, body?: unknown): Promise<Answer> {
    try {
      const response = await this.open(method, path, body);
      return { status: response.statusCode ?? 0, body: bodyOf(response, await text(response)) };
    } catch (error) {
      throw this.reasonFor(error);
    }
  }

  /** The answer as soon as it begins; the reader has to read it to its end, or destroy it. */
  async open(method: string, path: string, body?: unknown): Promise<IncomingMessage> {
    const { server, credential, signal } = this.#endpoint;
    const headers = { accept: 'application/json', 'content-type': 'application/json', ...bearer(credential) };
    const request = httpsRequest(new URL(path, server), { method, agent: this.#agent, signal, headers });
    request.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  }

  /** Why a request or an answer really ended in an error: a reset connection may be a server that has died. */
  reasonFor(error: unknown): unknown {
    const { signal } = this.#endpoint;
    return signal.aborted ? signal.reason : error;
  }
}

function clientCertificate(credential: Credential): { cert?: string; key?: string } {
  if (credential === 'anonymous' || 'token' in credential) return {};
  return { cert: credential.certificate, key: credential.key };
}

function bearer(credential: Credential): { authorization?: string } {
  if (credential === 'anonymous' || 'certificate' in credential) return {};
  return { authorization: `Bearer ${credential.token}` };
}

function bodyOf({ headers }: IncomingMessage, body: string): unknown {
  return headers['content-type']?.startsWith('application/json') === true ? JSON.parse(body) : body;
}
