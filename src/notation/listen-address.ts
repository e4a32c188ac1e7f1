import { isIPv4, isIPv6 } from 'node:net';

/** Where to listen, as `net.Server.listen` takes it. */
export interface ListenAddress {
  /** An IP address or a name; absent for every address of the machine. */
  readonly host?: string;
  /** 0 to 65535; 0 has the system choose a free one. */
  readonly port: number;
}

/** The form of what `parseListenAddress` reads; whether host and port are possible is decided apart. */
export const LISTEN_ADDRESS_PATTERN = /^(?:(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]*):)?(\d{1,5})$/;

/** The address that `:9797`, `127.0.0.1:9797`, `[::1]:9797` or `9797` names; undefined for anything else. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const [matched, host = '', port] = LISTEN_ADDRESS_PATTERN.exec(text) ?? [];
  if (matched === undefined || Number(port) > 65_535 || !isPossibleHost(host)) return undefined;
  return { port: Number(port), ...(host !== '' && { host: host.replaceAll(/[[\]]/g, '') }) };
}

/** Whether a host, IPv6 in brackets, is an address or could be a name: what looks like an address has to be one. */
function isPossibleHost(host: string): boolean {
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1));
  return !/^[\d.]+$/.test(host) || isIPv4(host);
}

/** The address as `parseListenAddress` reads it back. */
export function formatListenAddress({ host = '', port }: ListenAddress): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
