import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { createAuthority } from '../../src/demo/authority.ts';
import { parseBundle } from '../../src/formats/bundle.ts';
import { parseCertificate } from '../../src/formats/certificate.ts';
import { parseDynamicCert } from '../../src/formats/dynamic-cert.ts';
import { looksLikeKubeconfig, parseKubeconfig } from '../../src/formats/kubeconfig.ts';
import { pemBlocks } from '../../src/formats/pem.ts';
import { keyMatches } from '../../src/formats/private-key.ts';
import type { Certificate, Problem } from '../../src/model.ts';
import { certificateOf, validDays } from '../certificates.ts';

const ROUNDS = 600;
const TOKEN = 'abcdef.0123456789abcdef';

/** What a parser said: its problems, and everything that it gave back. */
interface Said {
  readonly problems: readonly Problem[];
  readonly everything: unknown;
}

interface Parser {
  readonly parse: (bytes: Buffer) => Said;
  readonly seed: () => Buffer;
}

let leafPem: string;
let leafDer: Uint8Array;
let leaf: Certificate;
let keyPem: string;
before(async () => {
  const ca = await createAuthority({ commonName: 'kubernetes', ...validDays(-1, 3649) });
  const minted = await ca.issue({
    commonName: 'kube-apiserver',
    organization: 'system:masters',
    role: 'peer',
    dnsNames: ['kubernetes', 'localhost'],
    ipAddresses: ['10.96.0.1', 'fd00::1'],
    ...validDays(-1, 364),
  });
  leafPem = minted.certificatePem + ca.certificatePem;
  leafDer = minted.certificateDer;
  leaf = certificateOf(minted);
  keyPem = minted.privateKeyPem;
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const PARSERS: Record<string, Parser> = {
  parseCertificate: {
    parse: (bytes) => ({ problems: [], everything: parseCertificate(bytes) }),
    seed: () => Buffer.from(leafDer),
  },
  pemBlocks: {
    parse: (bytes) => ({ problems: [], everything: pemBlocks(bytes) }),
    seed: () => Buffer.from(leafPem + keyPem),
  },
  'parseBundle of PEM': { parse: bundle, seed: () => Buffer.from(leafPem + keyPem) },
  'parseBundle of DER': { parse: bundle, seed: () => Buffer.from(leafDer) },
  keyMatches: {
    parse: (bytes) => ({ problems: [], everything: keyMatches(leaf, bytes) }),
    seed: () => Buffer.from(keyPem),
  },
  parseDynamicCert: {
    parse: (bytes) => {
      const parsed = parseDynamicCert(bytes);
      return { problems: parsed.problems, everything: parsed };
    },
    seed: () =>
      Buffer.from(JSON.stringify({ data: { 'tls.crt': base64(leafPem), 'tls.key': base64(keyPem) } })),
  },
  parseKubeconfig: {
    parse: (bytes) => {
      looksLikeKubeconfig(bytes);
      const parsed = parseKubeconfig(bytes, '/etc/kubernetes/admin.conf');
      return {
        problems: [parsed, ...parsed.embedded].flatMap(({ problems }) => problems),
        everything: parsed,
      };
    },
    seed: () =>
      Buffer.from(`apiVersion: v1
kind: Config
current-context: "c"
contexts: [{name: c, context: {user: u, cluster: k}}]
clusters:
- name: k
  cluster: {server: https://10.0.0.1:6443, certificate-authority: pki/ca.crt}
users:
- name: u
  user:
    client-certificate-data: ${base64(leafPem)}
    client-key-data: ${base64(keyPem)}
- name: b
  user: {token: ${TOKEN}}
`),
  },
};

function bundle(bytes: Buffer): Said {
  const parsed = parseBundle(bytes, { key: Buffer.from(keyPem) });
  return { problems: parsed.problems, everything: parsed };
}

describe('every parser, on bytes that went wrong', () => {
  for (const [name, { parse, seed }] of Object.entries(PARSERS)) {
    it(`${name} throws nothing, says little and gives no secret away`, () => {
      const random = randomNumbers(20_260_601);
      const original = seed();
      const secrets = secretPieces();
      for (let round = 0; round < ROUNDS; round += 1) {
        const mutated = mutate(original, random);
        const { problems, everything } = parse(Buffer.from(mutated));
        assert.ok(
          JSON.stringify(everything ?? null).length < 20 * mutated.length + 2000,
          `round ${round}: bounded`,
        );
        const messages = problems.map(({ message }) => message).join('\n');
        assert.ok(messages.length < 2000, `round ${round}: messages are short`);
        const leak = secrets.find((secret) => messages.includes(secret));
        assert.equal(leak, undefined, `round ${round}: ${messages}`);
      }
    });
  }
});

/** Every eight characters of the private key, in PEM and in base64 of it, and of the token. */
function secretPieces(): readonly string[] {
  const keyLines = keyPem.split('\n').slice(1, -2).join('');
  return [keyLines, base64(keyPem), TOKEN].flatMap((secret) =>
    Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8)),
  );
}

type Random = (below: number) => number;

/** The same numbers in every run (Numerical Recipes' linear congruential generator). */
function randomNumbers(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const INTERESTING = Buffer.from('\0\xff\x80\x30-:\n\r "\'{}[]&*!|>#%@`=,', 'latin1');

type Mutation = (bytes: Buffer, at: number, length: number, random: Random) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  // Another byte.
  (bytes, at, _, random) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.of(random(256)), bytes.subarray(at + 1)]),
  // A byte that means something to a parser.
  (bytes, at, _, random) =>
    Buffer.concat([
      bytes.subarray(0, at),
      INTERESTING.subarray(random(INTERESTING.length)).subarray(0, 1),
      bytes.subarray(at),
    ]),
  // A piece less.
  (bytes, at, length) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
  // A piece twice.
  (bytes, at, length) => Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]),
  // A piece elsewhere.
  (bytes, at, length, random) => {
    const to = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at, at + length), bytes.subarray(to)]);
  },
  // The end cut off.
  (bytes, at) => bytes.subarray(0, at),
];

function mutate(original: Buffer, random: Random): Buffer {
  let bytes = original;
  for (let count = 1 + random(4); count > 0; count -= 1) {
    const mutation = MUTATIONS[random(MUTATIONS.length)];
    if (mutation !== undefined) bytes = mutation(bytes, random(bytes.length + 1), random(64), random);
  }
  return bytes;
}
