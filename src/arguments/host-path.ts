import { posix } from 'node:path';

/**
 * The path on the host that an operand names. A relative one is meant from where the command is run, as long as
 * that is the host itself; under another host root, from that host's root folder.
 * @param workingFolder where the command is run: `process.cwd()`
 */
export function hostPath(operand: string, hostRoot: string, workingFolder: string): string {
  return posix.resolve(hostRoot === '/' ? workingFolder : '/', operand);
}
