import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { ConfigurationError } from '../config/error.ts';
import { formatListenAddress, type ListenAddress } from '../notation/listen-address.ts';
import type { Log } from '../log.ts';
import { createOwnRegistry } from '../metrics/own.ts';
import type { Instant } from '../model.ts';
import type { Store } from '../store.ts';
import { VERSION } from '../version.ts';
import { createApp } from '../web/app.ts';

/** A server that answers already. */
export interface HttpServer {
  /** As bound: with the port that the system chose, where it was asked to. */
  readonly address: ListenAddress;
  /** Resolves when `stopped` is aborted and the last answer has been given. */
  closed(stopped: AbortSignal): Promise<void>;
}

/** Milliseconds that requests in flight have to come to their end when the program is asked to. */
const GRACE = 2000;

/** Bytes of request line and headers together; a scrape needs a few hundred. */
const MAX_HEADERS = 16 * 1024;

/** Milliseconds in which a client has to have sent its request. */
const REQUEST_TIMEOUT = 10_000;

/** Connections at a time: a few Prometheus servers, probes and people, and no flood. */
const MAX_CONNECTIONS = 128;

/**
 * Serves what the store knows.
 * @throws ConfigurationError when nothing can listen at the address
 */
export async function serveStore(
  store: Store,
  {
    listen,
    clock,
    log,
  }: { readonly listen: ListenAddress; readonly clock: () => Instant; readonly log: Log },
): Promise<HttpServer> {
  const app = createApp({
    store,
    registry: createOwnRegistry({ version: VERSION }),
    version: VERSION,
    now: clock,
    // Errors of requests are bugs; their stacks name places in the program and nothing that was read.
    onError: (error) =>
      log.error({ error: error instanceof Error ? error.stack : undefined }, 'a request failed'),
  });
  const server = createServer({ maxHeaderSize: MAX_HEADERS, requestTimeout: REQUEST_TIMEOUT }, app);
  server.maxConnections = MAX_CONNECTIONS;
  await listening(server, listen);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : listen.port;
  return {
    address: { ...listen, port },
    async closed(stopped) {
      if (!stopped.aborted) await once(stopped, 'abort');
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(late);
    },
  };
}

async function listening(server: Server, listen: ListenAddress): Promise<void> {
  server.listen(listen.port, listen.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigurationError(
      `cannot listen on ${formatListenAddress(listen)} (${code}); --listen takes another address, such as 127.0.0.1:9798`,
    );
  }
}
