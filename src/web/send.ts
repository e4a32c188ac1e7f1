import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

/** How an answer is sent. */
export interface Sending {
  readonly gzip: boolean;
  /** Milliseconds after which a reader that has taken nothing more is cut off. */
  readonly patience: number;
  /** Milliseconds after which a reader that has not taken everything is cut off. */
  readonly deadline: number;
}

/** How a pipeline ends when its reader has gone or was cut off. */
const READER_GONE: ReadonlySet<unknown> = new Set([
  'ABORT_ERR',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
]);

/** It makes an exposition 25 times smaller; higher levels take several times as long for little more. */
const GZIP = { level: constants.Z_BEST_SPEED };

/**
 * Sends an answer piece by piece, the next one only when the reader has taken the last, so that a slow reader
 * costs one piece of memory. Ends quietly when the reader goes away or is cut off; rejects when a piece cannot be made.
 */
export async function send(
  response: ServerResponse,
  pieces: Iterable<string>,
  { gzip, patience, deadline }: Sending,
): Promise<void> {
  const options = { signal: AbortSignal.timeout(deadline) };
  response.setTimeout(patience, () => response.destroy());
  try {
    if (gzip) {
      response.setHeader('Content-Encoding', 'gzip');
      await pipeline(pieces, createGzip(GZIP), response, options);
    } else {
      await pipeline(pieces, response, options);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && READER_GONE.has(error.code))) throw error;
  }
}
