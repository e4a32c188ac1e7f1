import { hash } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { SourceState } from '../store.ts';
import { acceptsGzip } from './accept.ts';
import { type Answering, answersOf, type Knowledge } from './answers.ts';
import { send } from './send.ts';
import { STYLE } from './style.ts';
import { createTurns } from './turns.ts';

export interface AppOptions extends Knowledge {
  /** Told of whatever goes wrong while a request is answered: always a bug. */
  readonly onError: (error: unknown) => void;
}

/**
 * Answers sent at the same time: two Prometheus servers and a person. Everybody else waits a moment, so that
 * twenty scrapes at once need little more memory than one.
 */
const ANSWERS_AT_ONCE = 3;

/** Milliseconds that a reader may take nothing, and may need for everything, so that nobody waits long for another. */
const LIMITS = { patience: 5_000, deadline: 30_000 } as const;

const METHODS = ['GET', 'HEAD'];

const HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  // The style sheet is all that a page may use: no script, no frame, no form, nothing from elsewhere.
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** What is served, as a handler for a server of HTTP or HTTPS. */
export function createApp(options: AppOptions): Express {
  const answers = Object.entries(answersOf(options));
  const takeTurn = createTurns(ANSWERS_AT_ONCE);
  const app = express().disable('x-powered-by').disable('etag').set('query parser', false);
  app.use(withHeaders, onlyReading);
  for (const [path, answering] of answers) {
    app.get(path, (request, response) => takeTurn(() => answer(request, response, answering)));
  }
  // These two wait for nobody: the kubelet that asks would take a queue for a breakdown.
  app.get('/healthz', (_request, response) => line(response, 200, 'ok'));
  app.get('/readyz', (_request, response) => {
    const awaited = options.store.sources().filter(({ lastSuccess }) => lastSuccess === undefined);
    if (awaited.length === 0) line(response, 200, 'ok');
    else line(response, 503, `waiting for the first look of ${awaited.map(title).join(', ')}`);
  });
  const paths = [...answers.map(([path]) => path), '/healthz', '/readyz'].join(' ');
  app.use((_request, response) => line(response, 404, `nothing is here; there is something at ${paths}`));
  app.use(failed(options.onError));
  return app;
}

async function answer(request: Request, response: Response, answering: Answering): Promise<void> {
  // Whoever had to wait may have gone.
  if (response.destroyed) return;
  const { type, pieces } = await answering(request);
  response.set({ 'Content-Type': type, Vary: 'Accept, Accept-Encoding' });
  const gzip = acceptsGzip(request.headers['accept-encoding']);
  await send(response, request.method === 'HEAD' ? [] : pieces, { gzip, ...LIMITS });
}

function line(response: Response, status: number, text: string): void {
  response.status(status).type('text/plain; charset=utf-8').send(`${text}\n`);
}

/** `files on cp-1`. */
function title({ name, node }: SourceState): string {
  return node === undefined ? name : `${name} on ${node}`;
}

const withHeaders: RequestHandler = (_request, response, next) => {
  response.set(HEADERS);
  next();
};

const onlyReading: RequestHandler = ({ method }, response, next) => {
  if (METHODS.includes(method)) next();
  else
    line(
      response.set('Allow', METHODS.join(', ')),
      405,
      `${method} is not served, only ${METHODS.join(' and ')}`,
    );
};

/** One plain line, and nothing of the error itself: it may quote what was read. */
function failed(onError: AppOptions['onError']): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    onError(error);
    if (response.headersSent || response.destroyed) response.destroy();
    else line(response, 500, 'something went wrong inside kubecert-exporter; its log says what');
  };
}
