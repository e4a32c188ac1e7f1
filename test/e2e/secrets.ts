/** Private keys, tokens and passwords, and whether an output shows a part of one. */
import assert from 'node:assert/strict';

/** So many characters of a secret in a row are a leak: no word and no number of the program is that long by chance. */
const STRETCH = 16;

/** What must never be shown. */
export class Secrets {
  readonly #stretches = new Set<string>();

  constructor(secrets: Iterable<string>) {
    for (const secret of secrets) {
      for (let at = 0; at + STRETCH <= secret.length; at += 1) {
        this.#stretches.add(secret.slice(at, at + STRETCH));
      }
    }
  }

  /** How much there is to be found. */
  get size(): number {
    return this.#stretches.size;
  }

  /** Fails with the line of a leak; without its text, since the log of a failed test is an output as well. */
  assertNoneIn(output: string, name: string): void {
    assert.notEqual(output, '', `${name} is empty`);
    for (let at = 0; at + STRETCH <= output.length; at += 1) {
      if (!this.#stretches.has(output.slice(at, at + STRETCH))) continue;
      assert.fail(`${name}, line ${output.slice(0, at).split('\n').length}: a part of a secret`);
    }
  }
}

/** The private keys in a text, line by line as PEM and as base64 of PEM, and the secret parts of its tokens. */
export function secretsIn(text: string): readonly string[] {
  const wrapped = [...text.matchAll(/[A-Za-z0-9+/]{100,}=*/g)]
    .map(([base64]) => base64)
    .filter((base64) => unwrapped(base64).includes('PRIVATE KEY'));
  const keys = [text, ...wrapped.map(unwrapped)].flatMap((pem) =>
    [...pem.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----\n([^-]+)/g)].map(([, key = '']) => key),
  );
  const tokens = [...text.matchAll(/^ +token: (?:[a-z0-9]{6}\.)?(\S+)$/gm)].map(([, token = '']) => token);
  return [...wrapped, ...keys.flatMap((key) => key.split('\n')), ...tokens];
}

function unwrapped(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
