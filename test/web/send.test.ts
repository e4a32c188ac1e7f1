import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { send } from '../../src/web/send.ts';

describe('a text that is sent', () => {
  const PIECES = ['a', 'ä', '\u{1F600}'];
  const PATIENT = { patience: 10_000, deadline: 10_000 };

  it('arrives whole', async (t) => {
    const { head, body } = await ask(t, (response) => send(response, PIECES, { gzip: false, ...PATIENT }));
    assert.doesNotMatch(head, /^content-encoding/im);
    assert.equal(body.toString(), PIECES.join(''));
  });

  it('arrives compressed when it is to be', async (t) => {
    const { head, body } = await ask(t, (response) => send(response, PIECES, { gzip: true, ...PATIENT }));
    assert.match(head, /^content-encoding: gzip\r$/im);
    assert.equal(gunzipSync(body).toString(), PIECES.join(''));
  });

  for (const gzip of [false, true]) {
    const how = gzip ? 'compressed' : 'plain';

    it(`${how} is made no faster than it is taken; who takes nothing is cut off`, async (t) => {
      const text = endless();
      const { promise: sent, resolve } = Promise.withResolvers<void>();
      const socket = await connected(t, (response) =>
        resolve(send(response, text, { ...PATIENT, gzip, patience: 50 })),
      );
      socket.pause();
      await sent;
      assert.ok(
        text.made > 0 && text.made < 1_000,
        `${text.made} pieces were made for a reader that took none`,
      );
    });

    it(`${how} is cut off when its time is over, however much is taken`, async (t) => {
      const { promise: sent, resolve } = Promise.withResolvers<void>();
      const socket = await connected(t, (response) =>
        resolve(send(response, endless(), { ...PATIENT, gzip, deadline: 50 })),
      );
      socket.resume();
      await Promise.all([sent, once(socket, 'close')]);
    });
  }

  it('fails when a piece cannot be made', async (t) => {
    const bug = new Error('a bug');
    function* broken(): Generator<string> {
      yield 'a';
      throw bug;
    }
    const { promise: sent, resolve } = Promise.withResolvers<void>();
    await connected(t, (response) => resolve(send(response, broken(), { gzip: false, ...PATIENT })));
    await assert.rejects(sent, bug);
  });
});

/** A text that never ends and cannot be compressed, and how many pieces of it have been made. */
function endless(): Iterable<string> & { readonly made: number } {
  let made = 0;
  return {
    get made() {
      return made;
    },
    *[Symbol.iterator]() {
      for (;;) {
        made += 1;
        yield randomBytes(32_768).toString('hex');
      }
    },
  };
}

/** What comes back when `answer` answers, over HTTP/1.0: the end of the connection is the end of the body. */
async function ask(
  t: TestContext,
  answer: (response: ServerResponse) => Promise<void>,
): Promise<{ readonly head: string; readonly body: Buffer }> {
  const socket = await connected(t, (response) => void answer(response));
  const bytes = Buffer.concat(await socket.toArray());
  const end = bytes.indexOf('\r\n\r\n');
  return { head: bytes.toString('latin1', 0, end + 2), body: bytes.subarray(end + 4) };
}

/** A connection on which a request has been sent; everything is closed after the test. */
async function connected(t: TestContext, answer: (response: ServerResponse) => void): Promise<Socket> {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  t.after(() => {
    socket.destroy();
    server.close();
  });
  socket.write('GET / HTTP/1.0\r\n\r\n');
  return socket;
}
