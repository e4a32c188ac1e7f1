import type { SampleHost } from '../src/demo/hosts/host.ts';
import { findings } from '../src/findings/rules.ts';
import type { Finding, Instant } from '../src/model.ts';
import { storeOf } from './store-of.ts';

/** What the program finds on sample hosts, looked at once. */
export async function findingsOn(hosts: readonly SampleHost[], now: Instant): Promise<readonly Finding[]> {
  return findings((await storeOf(hosts, now)).snapshot(), now);
}
