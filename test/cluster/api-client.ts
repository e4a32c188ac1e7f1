/** The API server's objects as tests need them: the verbs that answer with an object, and watches. */
import type { IncomingMessage } from 'node:http';
import { type Answer, HttpsJson, type Endpoint } from './https-json.ts';

/** Any object of the API; of its own fields, what a test says that there are. */
export interface ApiObject {
  readonly metadata: ObjectMetadata;
}

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly resourceVersion: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface WatchEvent<T = ApiObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  /** Of ERROR a Status. */
  readonly object: T;
}

export interface Watch<T> {
  /** Ends when the server ends the stream in order; throws when the connection is cut. */
  readonly events: AsyncIterable<WatchEvent<T>>;
  close(): void;
}

/** Parameters of a request by name. */
export type Query = Readonly<Record<string, string>>;

/** Paths are the API's own: `/api/v1/namespaces/default/secrets`, `…/secrets/my-secret`. */
export class ApiClient {
  readonly #https: HttpsJson;

  constructor(endpoint: Endpoint) {
    this.#https = new HttpsJson(endpoint);
  }

  /** The answer as it comes, for a test of the answer itself. */
  async request(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.#https.request(method, path, body);
  }

  async get<T = ApiObject>(path: string): Promise<T> {
    return (await this.#expect('GET', path)) as T;
  }

  /** @param path of the collection */
  async create<T = ApiObject>(path: string, object: unknown): Promise<T> {
    return (await this.#expect('POST', path, object)) as T;
  }

  async update<T = ApiObject>(path: string, object: unknown): Promise<T> {
    return (await this.#expect('PUT', path, object)) as T;
  }

  async delete(path: string): Promise<void> {
    await this.#expect('DELETE', path);
  }

  /**
   * @param query beside `watch`: `{ resourceVersion: '42', allowWatchBookmarks: 'true' }`. By default from
   * resourceVersion 0: first an ADDED for each object. With none at all the API server on etcd 3.4 answers after three
   * seconds, and then with an ERROR event (`Too large resource version`), when something of another kind changed last.
   */
  async watch<T = ApiObject>(path: string, query: Query = { resourceVersion: '0' }): Promise<Watch<T>> {
    const target = `${path}?${new URLSearchParams({ ...query, watch: 'true' }).toString()}`;
    const response = await this.#https.open('GET', target);
    if (response.statusCode !== 200) {
      response.destroy();
      throw new Error(`GET ${target}: answered ${response.statusCode}`);
    }
    return { events: this.#eventsIn<T>(response), close: () => void response.destroy() };
  }

  /** The object of this name as soon as there is one that is as it should be. */
  async until<T = ApiObject>(
    collection: string,
    name: string,
    isAsItShould: (object: T) => boolean,
  ): Promise<T> {
    const query = { fieldSelector: `metadata.name=${name}`, resourceVersion: '0' };
    const watch = await this.watch<T>(collection, query);
    try {
      for await (const { type, object } of watch.events) {
        if (type === 'ERROR') throw new Error(`${collection}: watch: ${messageOf(object)}`);
        if (type !== 'DELETED' && isAsItShould(object)) return object;
      }
    } finally {
      watch.close();
    }
    throw new Error(`${collection}/${name}: the watch ended before the object was as it should be`);
  }

  /** One JSON object in each line. */
  async *#eventsIn<T>(response: IncomingMessage): AsyncGenerator<WatchEvent<T>> {
    let rest = '';
    try {
      for await (const text of response.setEncoding('utf8') as AsyncIterable<string>) {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) yield JSON.parse(line) as WatchEvent<T>;
      }
    } catch (error) {
      throw this.#https.reasonFor(error);
    }
  }

  async #expect(method: string, path: string, object?: unknown): Promise<unknown> {
    const { status, body } = await this.#https.request(method, path, object);
    if (status >= 200 && status < 300) return body;
    throw new Error(`${method} ${path}: answered ${status}: ${messageOf(body)}`);
  }
}

function messageOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : String(body);
}
