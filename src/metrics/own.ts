import { Gauge, Registry } from 'prom-client';
import heapSizeAndUsed from 'prom-client/lib/metrics/heapSizeAndUsed.js';
import heapSpacesSizeAndUsed from 'prom-client/lib/metrics/heapSpacesSizeAndUsed.js';
import osMemoryHeap from 'prom-client/lib/metrics/osMemoryHeap.js';
import processCpuTotal from 'prom-client/lib/metrics/processCpuTotal.js';
import processMaxFileDescriptors from 'prom-client/lib/metrics/processMaxFileDescriptors.js';
import processOpenFileDescriptors from 'prom-client/lib/metrics/processOpenFileDescriptors.js';
import processStartTime from 'prom-client/lib/metrics/processStartTime.js';
import version from 'prom-client/lib/metrics/version.js';

/** One metric that the program keeps about itself, ready to be written. */
export interface OwnMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly samples: readonly OwnSample[];
}

export interface OwnSample {
  /** The metric's name, with the suffix of a histogram's or a summary's parts. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the build knows of itself. */
export interface Build {
  readonly version: string;
}

export const BUILD_INFO = {
  name: 'kubecert_build_info',
  help: 'The running program; always 1.',
  labels: { version: 'version of kubecert-exporter' },
} as const;

/**
 * Those of prom-client's default metrics that cost nothing while nobody asks. Left out are its event loop lag, sampled
 * every 10 ms (0.4 s of processor time a minute), its garbage collection times, told of after each of fifty collections
 * a scrape (5 % of its time; both together 1 MB), and gauges called `_total`, to which promtool objects.
 */
const COLLECTORS = [
  processCpuTotal,
  processStartTime,
  osMemoryHeap,
  processOpenFileDescriptors,
  processMaxFileDescriptors,
  heapSizeAndUsed,
  heapSpacesSizeAndUsed,
  version,
];

/** A registry of its own with `process_*`, `nodejs_*` and `kubecert_build_info`. */
export function createOwnRegistry(build: Build): Registry {
  const registry = new Registry();
  const info = new Gauge({
    name: BUILD_INFO.name,
    help: BUILD_INFO.help,
    labelNames: Object.keys(BUILD_INFO.labels),
    registers: [registry],
  });
  info.set({ version: build.version }, 1);
  for (const collect of COLLECTORS) collect(registry);
  return registry;
}

/** What the registry's metrics are now. */
export async function ownMetrics(registry: Registry): Promise<readonly OwnMetric[]> {
  // prom-client's typings call the type an enum of numbers and leave metricName out; at run time both are strings.
  const metrics = (await registry.getMetricsAsJSON()) as unknown as readonly PromClientMetric[];
  return metrics.map(({ name, type, help, values }) => ({
    name,
    type,
    help,
    samples: values.map(({ metricName, labels, value }) => ({
      name: metricName ?? name,
      labels: Object.fromEntries(
        Object.entries(labels).map(([label, text]) => [label, labelValue(label, text)]),
      ),
      value,
    })),
  }));
}

interface PromClientMetric extends Pick<OwnMetric, 'name' | 'type' | 'help'> {
  readonly values: readonly {
    readonly metricName?: string;
    readonly labels: Readonly<Record<string, string | number>>;
    readonly value: number;
  }[];
}

/** A bucket's bound is a floating-point number in its canonical form, `1.0`, as OpenMetrics asks. */
function labelValue(label: string, value: string | number): string {
  return label === 'le' && Number.isInteger(value) ? `${value}.0` : String(value);
}
