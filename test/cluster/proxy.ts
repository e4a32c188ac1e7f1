/** What stands between a client and the API server and can fail: load balancers, firewalls, cables. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Passes TCP through, so TLS stays between the client and the API server, whose certificate names 127.0.0.1. */
export interface Proxy {
  /** `https://127.0.0.1:34567`, to be used instead of the API server's. */
  readonly server: string;
  /** Connections that were accepted since the start. */
  readonly accepted: number;
  /** Connections that are open. */
  readonly open: number;
  /** Cuts every connection: the client gets a reset. */
  cut(): void;
  /** Cuts at once and then again and again. @returns what to call when it shall stop */
  cutEvery(milliseconds: number): () => void;
  /** Cuts every connection and takes no more. */
  close(): Promise<void>;
}

/** @param server `https://127.0.0.1:26443`; nobody has to listen there yet, or all the time */
export async function startProxy(server: string): Promise<Proxy> {
  const { hostname: host, port } = new URL(server);
  const connections = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let accepted = 0;
  const listener = createServer({ noDelay: true }, (client) => {
    accepted += 1;
    connections.add(client);
    client.once('close', () => connections.delete(client));
    join(client, connect({ host, port: Number(port), noDelay: true }));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const cut = (): void => {
    for (const client of connections) client.resetAndDestroy();
  };
  return {
    server: `https://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    get accepted() {
      return accepted;
    },
    get open() {
      return connections.size;
    },
    cut,
    cutEvery(milliseconds) {
      cut();
      const timer = setInterval(cut, milliseconds);
      timers.add(timer);
      return () => clearInterval(timer);
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      const closed = once(listener, 'close');
      listener.close();
      cut();
      await closed;
    },
  };
}

/** What comes from one side goes to the other, its end and its reset too. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => undefined); // It is followed by `close`.
    from.once('close', (hadError: boolean) => (hadError ? to.resetAndDestroy() : to.destroySoon()));
  }
}
