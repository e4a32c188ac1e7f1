/**
 * Text for a terminal: harmless, and measured in columns. Names in certificates are written by anybody, so
 * nothing of them may move the cursor, colour the screen or turn the direction of writing.
 */

/** Control, format (bidirectional, zero-width), surrogate, private and unassigned characters, and line separators. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Of East Asian width W or F (Unicode Annex 11), with a little more: too wide a guess never breaks a column. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u2e80-\u303e\uff01-\uff60\uffe0-\uffe6]/u;

/** Drawn over the character before. */
const COMBINING = /[\p{Mn}\p{Me}]/u;

const ELLIPSIS = '…';

/** The text with every character that is not simply drawn written as `\u001b`. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Terminal columns that printable text takes. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
}

function columnsOf(character: string): number {
  if (character < '\u0300') return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Text of at most `width` columns: of what is longer, the middle is cut out, since both ends tell more. */
export function cutMiddle(text: string, width: number): string {
  if (columns(text) <= width) return text;
  const characters = Array.from(text);
  const head = fitting(characters, Math.ceil((width - 1) / 2));
  const tail = fitting(characters.toReversed(), width - 1 - columns(head.join('')));
  return [...head, ELLIPSIS, ...tail.toReversed()].join('');
}

/** As many of the first characters as `width` columns hold. */
function fitting(characters: readonly string[], width: number): string[] {
  let left = width;
  const end = characters.findIndex((character) => {
    left -= columnsOf(character);
    return left < 0;
  });
  return end === -1 ? [...characters] : characters.slice(0, end);
}

/** Text with spaces after it, up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** Text with spaces before it, up to `width` columns. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text;
}

/** Lines of at most `width` columns, broken between words; a word that is longer than a line is broken where it must be. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => pieces(long, width))) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columns(joined) <= width) {
      line = joined;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  let rest = Array.from(word);
  while (columns(rest.join('')) > width) {
    const piece = fitting(rest, width);
    found.push(piece.join(''));
    rest = rest.slice(Math.max(1, piece.length));
  }
  return [...found, rest.join('')];
}
