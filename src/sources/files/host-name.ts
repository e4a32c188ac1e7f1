import { HostRoot } from './host-root.ts';

/** As long as a DNS name may be; hostname(5) holds one name and a line end. */
const LONGEST = 255;

/**
 * The name that a host gives itself in its /etc/hostname (hostname(5)); kubelets register nodes under it by
 * default. Undefined where the host has none, or its root is not there.
 * @param hostRoot folder where the host's `/` is mounted
 */
export function hostName(hostRoot: string): string | undefined {
  const buffer = Buffer.alloc(LONGEST + 2);
  let root: HostRoot;
  try {
    root = new HostRoot(hostRoot);
  } catch {
    return undefined;
  }
  const resolution = root.resolve('/etc/hostname');
  if (resolution.kind !== 'found' || !resolution.stats.isFile()) return undefined;
  const reading = root.read(resolution.path, buffer);
  if (reading.kind !== 'read') return undefined;
  const lines = buffer.toString('utf8', 0, reading.size).split('\n');
  const name = lines.map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#'));
  return name !== undefined && /^[A-Za-z0-9.-]+$/.test(name) ? name.toLowerCase() : undefined;
}
