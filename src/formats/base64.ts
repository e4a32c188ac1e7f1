const WHITESPACE = 64;
const PADDING = 65;
const INVALID = 66;

const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

/** What each byte means: a value of six bits, or one of the three above. */
const MEANING = new Uint8Array(256).fill(INVALID);
for (const [value, digit] of ALPHABET.entries()) MEANING[digit] = value;
for (const space of Buffer.from(' \t\r\n\v\f')) MEANING[space] = WHITESPACE;
MEANING['='.charCodeAt(0)] = PADDING;

/**
 * Decodes `encoded` (RFC 4648 section 4), with white space anywhere; undefined where it is anything else.
 * From bytes to bytes: a string of a private key could not be wiped, and `Buffer.from` passes over errors.
 */
export function decodeBase64(encoded: Uint8Array): Buffer | undefined {
  const decoded = Buffer.allocUnsafe(Math.ceil((encoded.length * 3) / 4));
  let length = 0;
  let digits = 0;
  let padding = 0;
  let group = 0;
  // By index: an iterator would leave an object behind for each byte, a third of all that a first look allocates.
  for (let at = 0; at < encoded.length; at += 1) {
    const meaning = MEANING[encoded[at] ?? 0] ?? INVALID;
    if (meaning === WHITESPACE) continue;
    if (meaning === PADDING) {
      padding += 1;
      continue;
    }
    if (meaning === INVALID || padding > 0) return discard(decoded);
    group = (group << 6) | meaning;
    digits += 1;
    if (digits % 4 === 0) {
      decoded[length] = group >>> 16;
      decoded[length + 1] = group >>> 8;
      decoded[length + 2] = group;
      length += 3;
      group = 0;
    }
  }
  const rest = digits % 4;
  if ((digits + padding) % 4 !== 0 || padding > 2 || rest === 1) return discard(decoded);
  if (rest >= 2) decoded[length++] = rest === 2 ? group >>> 4 : group >>> 10;
  if (rest === 3) decoded[length++] = group >>> 2;
  return decoded.subarray(0, length);
}

/** The same for text, such as a value in YAML or JSON; the text itself cannot be wiped, its copy is. */
export function decodeBase64Text(text: string): Buffer | undefined {
  const encoded = Buffer.from(text);
  const decoded = decodeBase64(encoded);
  encoded.fill(0);
  return decoded;
}

/** What was decoded before the error may be half of a private key. */
function discard(decoded: Buffer): undefined {
  decoded.fill(0);
}
