import type { Instant } from '../model.ts';
import { type Markup, markup, NOTHING } from './markup.ts';

/** One column of a table on the status page. */
export interface Column<Row> {
  readonly title: string;
  /** Where its text may be broken, if not just between words; a class of the style sheet. */
  readonly wrap?: 'anywhere' | 'nowhere';
  readonly cell: (row: Row, now: Instant) => Markup;
}

/** The most rows that are shown: a browser stays quick, and nobody reads on. `/api/v1` tells everything. */
export const MOST_ROWS = 500;

/** A table that becomes a list of cards on a narrow screen, where each cell shows its column's title. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], now: Instant): Markup {
  const heads = columns.map(({ title }) => markup`<th scope="col">${title}</th>`);
  return markup`<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.slice(0, MOST_ROWS).map((row) => tableRow(columns, row, now))}</tbody>
</table>
${andMore(rows)}`;
}

function tableRow<Row>(columns: readonly Column<Row>[], row: Row, now: Instant): Markup {
  const cells = columns.map(({ title, wrap = '', cell }) => {
    const kind = wrap === '' ? NOTHING : markup` class="${wrap}"`;
    return markup`<td data-title="${title}"${kind}><div>${cell(row, now)}</div></td>`;
  });
  return markup`<tr>${cells}</tr>
`;
}

/** What is said of the rows that are not shown. */
export function andMore(rows: readonly unknown[]): Markup {
  const left = rows.length - MOST_ROWS;
  return left > 0 ? markup`<p class="muted">… and ${left} more: see the JSON below.</p>` : NOTHING;
}

/** The day, `2026-06-01` in UTC, with the exact time for whoever asks the browser. */
export function day(instant: Instant): Markup {
  const text = new Date(instant).toISOString();
  return markup`<time datetime="${text}" title="${text}">${text.slice(0, 'YYYY-MM-DD'.length)}</time>`;
}

/** `2026-06-01 12:30:00 UTC`. */
export function moment(instant: Instant): Markup {
  const text = new Date(instant).toISOString();
  const readable = text.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
  return markup`<time datetime="${text}">${readable} UTC</time>`;
}
