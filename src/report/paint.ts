import { styleText } from 'node:util';

/** What a piece of the report is, as far as colour shows it. Words say the same: colour is never needed. */
export type Tone = 'heading' | 'detail' | 'good' | 'info' | 'warning' | 'critical';

/** Gives a text its tone. */
export type Paint = (tone: Tone, text: string) => string;

const STYLES = {
  heading: 'bold',
  detail: 'dim',
  good: 'green',
  info: 'cyan',
  warning: 'yellow',
  critical: ['bold', 'red'],
} as const satisfies Readonly<Record<Tone, Parameters<typeof styleText>[0]>>;

/** In the colours of the terminal. */
export const colored: Paint = (tone, text) =>
  styleText([STYLES[tone]].flat(), text, { validateStream: false });

/** As plain text. */
export const plain: Paint = (_, text) => text;
