import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

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
 * prom-client's default metrics that are left out. Its sampled event loop delay wakes the process at every
 * sample: 0.43 s of processor time a minute at the default of 10 ms, and a coarser sample reads as lag that
 * is not there. Its gauges called `_total` are what promtool objects to: only counters may be called so.
 */
const LEFT_OUT = [
  'nodejs_eventloop_lag_min_seconds',
  'nodejs_eventloop_lag_max_seconds',
  'nodejs_eventloop_lag_mean_seconds',
  'nodejs_eventloop_lag_stddev_seconds',
  'nodejs_eventloop_lag_p50_seconds',
  'nodejs_eventloop_lag_p90_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** prom-client cannot switch its sampling off; once an hour, in milliseconds, costs nothing. */
const RARELY = 3_600_000;

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
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: RARELY });
  for (const name of LEFT_OUT) registry.removeSingleMetric(name);
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
