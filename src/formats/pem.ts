import { decodeBase64 } from './base64.ts';

/** One textual encoding of RFC 7468: what stands between a BEGIN line and its END line. */
export type PemBlock = {
  /** Its position among the blocks of the text, sound or broken, from 1. */
  readonly number: number;
} & (
  | {
      readonly outcome: 'sound';
      /** `CERTIFICATE`, `RSA PRIVATE KEY` … */
      readonly label: string;
      /** A copy: wipe it when it is a private key. */
      readonly content: Buffer;
      /** RFC 1421 headers say that the content is encrypted, as `openssl rsa -aes256` used to write. */
      readonly encrypted: boolean;
    }
  | {
      readonly outcome: 'broken';
      /** The end of a sentence that begins with "PEM block 2"; it quotes nothing. */
      readonly fault: string;
    }
);

/** A line that begins with `-----BEGIN ` or `-----END `; `label` is absent where the rest of it is not right. */
interface Boundary {
  readonly kind: 'begin' | 'end';
  readonly label: string | undefined;
  readonly start: number;
  /** Where the next line starts. */
  readonly next: number;
}

const DASHES = '-----';
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;
const COLON = 0x3a;

/** Labels in use are upper case; none of them is longer than a line of base64. */
const BOUNDARY_LINE = /^-----(?:BEGIN|END) ([A-Z0-9](?:[A-Z0-9 .]{0,61}[A-Z0-9])?)-----$/;
const MAX_BOUNDARY_LINE = 100;

/**
 * Every block of `text`, in order. What stands around the blocks is passed over, as RFC 7468 section 2 asks; a
 * broken block does not affect the others. The text is read as bytes: it may hold private keys, and a string cut
 * out of it would keep all of it in memory. Takes time in proportion to its length, whatever stands in it.
 */
export function pemBlocks(text: Buffer): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  const add = (begin?: Boundary, end?: Boundary) => blocks.push(block(text, blocks.length + 1, begin, end));
  let begin: Boundary | undefined;
  for (const boundary of boundaries(text)) {
    if (boundary.kind === 'begin') {
      if (begin !== undefined) add(begin);
      begin = boundary;
    } else {
      add(begin, boundary);
      begin = undefined;
    }
  }
  if (begin !== undefined) add(begin);
  return blocks;
}

function block(text: Buffer, number: number, begin?: Boundary, end?: Boundary): PemBlock {
  const broken = (fault: string): PemBlock => ({ outcome: 'broken', number, fault });
  if (begin === undefined) return broken('has no BEGIN line');
  const { label } = begin;
  if (label === undefined) return broken('has a BEGIN line that is not well-formed');
  if (end === undefined) return broken('has no END line');
  if (end.label === undefined) return broken('has an END line that is not well-formed');
  if (end.label !== label) return broken('ends with another label than it begins with');
  const headersEnd = endOfHeaders(text, begin.next, end.start);
  const encrypted = text.subarray(begin.next, headersEnd).includes('ENCRYPTED');
  const content = decodeBase64(text.subarray(headersEnd, end.start));
  return content === undefined
    ? broken('is not base64')
    : { outcome: 'sound', number, label, content, encrypted };
}

function* boundaries(text: Buffer): Generator<Boundary> {
  let at = text.indexOf(DASHES);
  while (at !== -1) {
    const next = nextLine(text, at);
    const boundary = beginsLine(text, at) ? boundaryAt(text, at, next) : undefined;
    if (boundary !== undefined) yield boundary;
    at = text.indexOf(DASHES, next);
  }
}

function boundaryAt(text: Buffer, start: number, next: number): Boundary | undefined {
  const line = text.toString('latin1', start, Math.min(next, start + MAX_BOUNDARY_LINE)).trimEnd();
  const kind = line.startsWith('-----BEGIN ') ? 'begin' : line.startsWith('-----END ') ? 'end' : undefined;
  return kind && { kind, label: BOUNDARY_LINE.exec(line)?.[1], start, next };
}

/** Also after a byte order mark, which some editors put at the beginning of a file. */
function beginsLine(text: Buffer, at: number): boolean {
  return at === 0 || text[at - 1] === LINE_FEED || (at === 3 && text.indexOf(BYTE_ORDER_MARK) === 0);
}

function nextLine(text: Buffer, from: number): number {
  const lineFeed = text.indexOf(LINE_FEED, from);
  return lineFeed === -1 ? text.length : lineFeed + 1;
}

/** Header lines have a colon (RFC 1421 section 4.6), which is no digit of base64. */
function endOfHeaders(text: Buffer, start: number, end: number): number {
  let line = start;
  for (;;) {
    const next = nextLine(text, line);
    if (next > end || !text.subarray(line, next).includes(COLON)) return line;
    line = next;
  }
}
