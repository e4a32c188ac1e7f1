/** One of prom-client's own metrics: adds itself to a registry. */
declare module 'prom-client/lib/metrics/*.js' {
  import type { Registry } from 'prom-client';

  export default function collect(registry: Registry): void;
}
