import type { Format } from '../metrics/exposition.ts';

/** One element of an Accept or Accept-Encoding header (RFC 9110, section 12.5). */
interface Preference {
  /** Lower case: `text/plain`, `gzip`, `*`. */
  readonly value: string;
  readonly version: string | undefined;
  /** From 0, not wanted, to 1. */
  readonly quality: number;
}

/** The formats of an exposition by media type; the first one is answered to whoever does not say. */
const OFFERS: readonly {
  readonly format: Format;
  readonly type: string;
  readonly versions: readonly string[];
}[] = [
  { format: 'text', type: 'text/plain', versions: ['0.0.4'] },
  { format: 'openmetrics', type: 'application/openmetrics-text', versions: ['1.0.0', '0.0.1'] },
];

/** The value of Content-Type for each format. */
export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** The format that a scraper's Accept header asks for; text where it asks for none that there is. */
export function acceptedFormat(accept: string | undefined): Format {
  for (const { value, version } of preferences(accept)) {
    const offer = OFFERS.find(
      ({ type, versions }) => matches(value, type) && (version === undefined || versions.includes(version)),
    );
    if (offer !== undefined) return offer.format;
  }
  return 'text';
}

export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  return preferences(acceptEncoding).some(({ value }) => value === 'gzip');
}

function matches(range: string, type: string): boolean {
  return range === type || range === '*/*' || range === `${type.slice(0, type.indexOf('/'))}/*`;
}

/** What is wanted, the most wanted first; equals in the order of the header. */
function preferences(header = ''): readonly Preference[] {
  return header
    .replaceAll('"', '')
    .split(',')
    .map(preference)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
}

function preference(element: string): Preference {
  const [value = '', ...parameters] = element.split(';').map((part) => part.trim().toLowerCase());
  const parameter = (name: string): string | undefined =>
    parameters.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  const quality = Number(parameter('q') ?? 1);
  return { value, version: parameter('version'), quality: Number.isNaN(quality) ? 0 : quality };
}
