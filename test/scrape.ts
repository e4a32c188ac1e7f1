/** What Prometheus reads out of an exposition, by way of none of the program's code. */
import assert from 'node:assert/strict';

/** One sample line. */
export interface Sample {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A scrape in the text format 0.0.4. */
export class Scrape {
  readonly samples: readonly Sample[];

  constructor(text: string) {
    this.samples = text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map(sampleOf);
  }

  /** The samples of a metric that have these labels, among others. */
  all(metric: string, labels: Readonly<Record<string, string>> = {}): readonly Sample[] {
    const wanted = Object.entries(labels);
    return this.samples.filter(
      (sample) =>
        sample.metric === metric && wanted.every(([label, value]) => sample.labels[label] === value),
    );
  }

  /** The only sample of a metric that has these labels, among others. */
  one(metric: string, labels: Readonly<Record<string, string>> = {}): Sample {
    const [first, ...others] = this.all(metric, labels);
    assert.ok(first !== undefined, `${metric} ${JSON.stringify(labels)}: no such series`);
    assert.deepEqual(others, [], `${metric} ${JSON.stringify(labels)}: several series`);
    return first;
  }
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/, as far as no timestamp is there. */
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/y;
const VALUES: Readonly<Record<string, number>> = { '+Inf': Infinity, '-Inf': -Infinity };
const ESCAPED: Readonly<Record<string, string>> = { n: '\n' };

function sampleOf(line: string): Sample {
  const [, metric = '', labels = '', value = ''] = SAMPLE.exec(line) ?? assert.fail(`no sample: ${line}`);
  return { metric, labels: Object.fromEntries(labelsOf(labels)), value: VALUES[value] ?? Number(value) };
}

function* labelsOf(text: string): Generator<[string, string]> {
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, label = '', value = ''] = LABEL.exec(text) ?? assert.fail(`no labels: ${text}`);
    yield [label, value.replaceAll(/\\(.)/g, (_, character: string) => ESCAPED[character] ?? character)];
  }
}
