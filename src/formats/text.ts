/** Nothing but ASCII white space, or nothing at all. NUL bytes, which a crash may leave in a file, are not blank. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

/**
 * A copy of `text` that keeps nothing else alive. A substring refers to the string that it was cut from: one
 * name of a kubeconfig would keep the whole file in memory, the private key in it included.
 */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}

/** C0, DEL and C1; what reorders text (Unicode Bidi_Control); the line breaks that are no control characters. */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
const EVERY_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

/**
 * `text` fit for a label, a log line or a terminal: what would break or reorder a line becomes a backslash and
 * two hexadecimal digits for each byte of its UTF-8 form, as RFC 4514 section 2.4 escapes in names.
 */
export function printable(text: string): string {
  return UNPRINTABLE.test(text) ? text.replace(EVERY_UNPRINTABLE, hexEscape) : text;
}

/** The same for bytes that should be ASCII: everything beyond it is escaped, too. */
export function printableAscii(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[^ -~]/g, (character) => hexPair(character.charCodeAt(0)));
}

function hexEscape(character: string): string {
  return Array.from(Buffer.from(character), hexPair).join('');
}

function hexPair(byte: number): string {
  return `\\${byte.toString(16).padStart(2, '0').toUpperCase()}`;
}
