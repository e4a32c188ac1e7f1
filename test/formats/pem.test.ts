import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { type PemBlock, pemBlocks } from '../../src/formats/pem.ts';

const SOUND = '-----BEGIN CERTIFICATE-----\nZm9v\nYmFy\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n';

/** A block in one line: its label and content, or its fault. */
function told(block: PemBlock): string {
  if (block.outcome === 'broken') return `${block.number} ${block.fault}`;
  return `${block.number} ${block.label}: ${block.content.toString()}${block.encrypted ? ' (encrypted)' : ''}`;
}

const texts: Record<string, { text: string; blocks: readonly string[] }> = {
  'one block': { text: SOUND, blocks: ['1 CERTIFICATE: foobar'] },
  'several blocks': {
    text: KEY + SOUND + SOUND,
    blocks: ['1 EC PRIVATE KEY: secret', '2 CERTIFICATE: foobar', '3 CERTIFICATE: foobar'],
  },
  'text around blocks': {
    text: `subject=CN = x\n-- --- ----- a line of dashes\n${SOUND}between\n----\n${SOUND}after`,
    blocks: ['1 CERTIFICATE: foobar', '2 CERTIFICATE: foobar'],
  },
  CRLF: { text: SOUND.replaceAll('\n', '\r\n'), blocks: ['1 CERTIFICATE: foobar'] },
  'white space at the end of lines': {
    text: SOUND.replaceAll('\n', ' \t\n'),
    blocks: ['1 CERTIFICATE: foobar'],
  },
  'a byte order mark': { text: `\uFEFF${SOUND}`, blocks: ['1 CERTIFICATE: foobar'] },
  'no line feed at the end': { text: SOUND.trimEnd(), blocks: ['1 CERTIFICATE: foobar'] },
  'lines of any length': {
    text: SOUND.replace('v\nY', 'vY').replace('Zm', 'Z\n\nm'),
    blocks: ['1 CERTIFICATE: foobar'],
  },
  'a block of nothing': { text: '-----BEGIN X-----\n-----END X-----\n', blocks: ['1 X: '] },
  'headers of an encrypted key': {
    text: KEY.replace('c2', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nc2'),
    blocks: ['1 EC PRIVATE KEY: secret (encrypted)'],
  },
  nothing: { text: '', blocks: [] },
  'no block at all': { text: 'BEGIN CERTIFICATE\nMIIB\n', blocks: [] },
  'a BEGIN line that is indented, which Go and OpenSSL pass over, too': {
    text: ` ${SOUND.slice(0, 30)}`,
    blocks: [],
  },
  'a missing END line, then a sound block': {
    text: SOUND.replace('-----END CERTIFICATE-----\n', '') + SOUND,
    blocks: ['1 has no END line', '2 CERTIFICATE: foobar'],
  },
  'a missing END line at the end': {
    text: SOUND + SOUND.slice(0, 40),
    blocks: ['1 CERTIFICATE: foobar', '2 has no END line'],
  },
  'a missing BEGIN line': {
    text: `${SOUND.slice(28)}${SOUND}`,
    blocks: ['1 has no BEGIN line', '2 CERTIFICATE: foobar'],
  },
  'base64 with a character that is none': {
    text: SOUND.replace('Zm9v', 'Zm9*') + SOUND,
    blocks: ['1 is not base64', '2 CERTIFICATE: foobar'],
  },
  'base64 that was cut off': { text: SOUND.replace('YmFy', 'YmF'), blocks: ['1 is not base64'] },
  'another label at the end': {
    text: SOUND.replace('END CERTIFICATE', 'END X509 CRL'),
    blocks: ['1 ends with another label than it begins with'],
  },
  'END and BEGIN on one line, as after joining files without a last line feed': {
    text: SOUND.trimEnd() + SOUND,
    blocks: ['1 has an END line that is not well-formed', '2 has no BEGIN line'],
  },
  'a dash too few': {
    text: SOUND.replace('CERTIFICATE-----', 'CERTIFICATE----'),
    blocks: ['1 has a BEGIN line that is not well-formed'],
  },
  'a label in lower case': {
    text: SOUND.replaceAll('CERTIFICATE', 'certificate'),
    blocks: ['1 has a BEGIN line that is not well-formed'],
  },
  'everything on one line': {
    text: SOUND.replaceAll('\n', ''),
    blocks: ['1 has a BEGIN line that is not well-formed'],
  },
};

describe('pemBlocks', () => {
  for (const [title, { text, blocks }] of Object.entries(texts)) {
    it(`reads ${title}`, () => {
      assert.deepEqual(pemBlocks(Buffer.from(text)).map(told), blocks);
    });
  }

  it('gives copies, which can be wiped without harm to the text', () => {
    const text = Buffer.from(KEY);
    for (const block of pemBlocks(text)) if (block.outcome === 'sound') block.content.fill(0);
    assert.equal(text.toString(), KEY);
  });

  it('takes time in proportion to the length, whatever the text', () => {
    const hostile = [
      '-----BEGIN A-----\n',
      '-----END A-----\n',
      '-----',
      '\n-----',
      '-----BEGIN A-----\na:\n',
    ];
    for (const line of hostile) {
      const text = Buffer.from(line.repeat(1_000_000 / line.length));
      const start = performance.now();
      pemBlocks(text);
      assert.ok(performance.now() - start < 2000, `a megabyte of ${JSON.stringify(line)}`);
    }
  });
});
