import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acceptedFormat, acceptsGzip } from '../../src/web/accept.ts';

describe('the format that a scraper asks for', () => {
  const cases: readonly [accept: string | undefined, format: 'text' | 'openmetrics', why: string][] = [
    [undefined, 'text', 'nothing is asked for'],
    ['', 'text', 'the header is empty'],
    ['*/*', 'text', 'anything will do'],
    ['text/*', 'text', 'any text will do'],
    ['application/*', 'openmetrics', 'any application type will do'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text', 'a browser asks'],
    ['application/openmetrics-text', 'openmetrics', 'OpenMetrics in any version'],
    ['application/openmetrics-text; version=1.0.0', 'openmetrics', 'OpenMetrics 1.0.0'],
    ['application/openmetrics-text; version="1.0.0"', 'openmetrics', 'the version is quoted'],
    ['application/openmetrics-text;version=0.0.1', 'openmetrics', 'an old Prometheus'],
    ['APPLICATION/OpenMetrics-Text', 'openmetrics', 'letter case does not matter'],
    ['application/openmetrics-text;version=2.0.0', 'text', 'a version that there is not'],
    ['application/openmetrics-text;q=0.3,text/plain;q=0.7', 'text', 'text is wanted more'],
    ['text/plain;q=0.3,application/openmetrics-text;q=0.7', 'openmetrics', 'OpenMetrics is wanted more'],
    ['application/openmetrics-text,text/plain', 'openmetrics', 'equals count in their order'],
    ['text/plain,application/openmetrics-text', 'text', 'equals count in their order'],
    ['application/openmetrics-text;q=0,*/*', 'text', 'OpenMetrics is refused'],
    ['application/openmetrics-text;q=much,text/plain;q=0.1', 'text', 'a weight that is no number'],
    ['image/png', 'text', 'nothing that there is'],
    [
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,' +
        'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'openmetrics',
      'Prometheus 3 asks',
    ],
  ];
  for (const [accept, format, why] of cases) {
    it(`is ${format} when ${why}: ${accept ?? '(none)'}`, () => {
      assert.equal(acceptedFormat(accept), format);
    });
  }
});

describe('gzip', () => {
  for (const header of ['gzip', 'gzip, deflate, br', 'br;q=1, gzip;q=0.5', 'GZIP']) {
    it(`is sent to whoever accepts ${header}`, () => assert.equal(acceptsGzip(header), true));
  }
  for (const header of [undefined, '', 'identity', 'deflate', 'gzip;q=0']) {
    it(`is not sent to whoever accepts ${header ?? '(none)'}`, () =>
      assert.equal(acceptsGzip(header), false));
  }
});
