import { printable } from '../terminal-text.ts';

/** HTML that is safe to send: every value in it has been escaped. */
export interface Markup {
  readonly html: string;
}

/** Nothing, where a template needs something. */
export const NOTHING: Markup = { html: '' };

type Value = string | number | Markup | readonly Markup[];

/** A template of HTML. Values are escaped, unless they are markup themselves; lists are written one after another. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { html: String.raw({ raw: strings }, ...values.map(htmlOf)) };
}

function htmlOf(value: Value): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map(({ html }) => html).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for quoted attribute values alike; what is not simply drawn, such as a change of direction, is written out. */
function escapeHtml(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
