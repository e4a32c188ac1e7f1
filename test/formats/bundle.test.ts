import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { type Authority, createAuthority, type Minted } from '../../src/demo/authority.ts';
import { parseBundle } from '../../src/formats/bundle.ts';
import { certificateOf, privateKeyAs, validDays } from '../certificates.ts';

describe('parseBundle', () => {
  let ca: Authority;
  let leaf: Minted;
  let other: Minted;
  before(async () => {
    ca = await createAuthority({ commonName: 'kubernetes', ...validDays(-1, 3649) });
    leaf = await ca.issue({ commonName: 'kube-apiserver', role: 'server', ...validDays(-1, 364) });
    other = await ca.issue({ commonName: 'kube-apiserver', role: 'server', ...validDays(-1, 364) });
  });

  const parsed = (...parts: readonly (string | Uint8Array)[]) =>
    parseBundle(Buffer.concat(parts.map((part) => Buffer.from(part as string))));

  it('reads one certificate in PEM', () => {
    assert.deepEqual(parsed(leaf.certificatePem), {
      contents: [certificateOf(leaf)],
      problems: [],
      other: [],
    });
  });

  it('reads a chain, the leaf first', () => {
    assert.deepEqual(parsed(leaf.certificatePem, ca.certificatePem).contents, [
      certificateOf(leaf),
      certificateOf(ca),
    ]);
  });

  it('reads one certificate in DER', () => {
    assert.deepEqual(parsed(leaf.certificateDer), {
      contents: [certificateOf(leaf)],
      problems: [],
      other: [],
    });
  });

  it('reads text before and after, CRLF and a byte order mark', () => {
    const text = `\uFEFFsubject=CN = x\n${leaf.certificatePem}\nThe end.\n`.replaceAll('\n', '\r\n');
    assert.deepEqual(parsed(text), { contents: [certificateOf(leaf)], problems: [], other: [] });
  });

  for (const label of ['X509 CERTIFICATE', 'TRUSTED CERTIFICATE']) {
    it(`takes ${label} for a certificate`, () => {
      assert.deepEqual(parsed(leaf.certificatePem.replaceAll('CERTIFICATE', label)).contents, [
        certificateOf(leaf),
      ]);
    });
  }

  it('passes over the trust settings in a TRUSTED CERTIFICATE', () => {
    // As `openssl x509 -addtrust serverAuth` writes them: SEQUENCE { SEQUENCE { serverAuth } }.
    const settings = Buffer.from('300c300a06082b06010505070301', 'hex');
    const content = Buffer.concat([leaf.certificateDer, settings]).toString('base64');
    const block = (label: string) => `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
    assert.deepEqual(parsed(block('TRUSTED CERTIFICATE')).contents, [certificateOf(leaf)]);
    assert.deepEqual(parsed(block('CERTIFICATE')).problems, [
      { reason: 'malformed', message: 'PEM block 1 holds no X.509 certificate' },
    ]);
  });

  for (const [title, text] of Object.entries({ nothing: '', 'white space': ' \r\n\t\n' })) {
    it(`says of ${title} that it is empty`, () => {
      assert.deepEqual(parsed(text), {
        contents: [],
        problems: [{ reason: 'empty', message: 'empty; a certificate should be here' }],
        other: [],
      });
    });
  }

  for (const text of ['garbage', '\0\0\0\0', '0\x82', 'MIIBIjANBgkqhkiG9w0B']) {
    it(`says of ${JSON.stringify(text)} that it is malformed`, () => {
      assert.deepEqual(parsed(text), {
        contents: [],
        problems: [{ reason: 'malformed', message: 'neither PEM nor a certificate in DER' }],
        other: [],
      });
    });
  }

  it('tells what else is there where there is no certificate', () => {
    const request = leaf.certificatePem.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST');
    assert.deepEqual(parsed(leaf.privateKeyPem, request), {
      contents: [],
      problems: [],
      other: ['EC PRIVATE KEY', 'CERTIFICATE REQUEST'],
    });
  });

  it('names a broken block by its number and reads the others', () => {
    const cut = leaf.certificatePem.replace(/\n[^\n]*\n-----END/, '\n-----END');
    assert.deepEqual(parsed(ca.certificatePem, cut, other.certificatePem), {
      contents: [certificateOf(ca), certificateOf(other)],
      problems: [{ reason: 'malformed', message: 'PEM block 2 holds no X.509 certificate' }],
      other: [],
    });
  });

  it('names ten broken blocks and counts the rest', () => {
    const { problems } = parsed('-----BEGIN CERTIFICATE-----\n'.repeat(1000));
    assert.equal(problems.length, 11);
    assert.equal(problems[9]?.message, 'PEM block 10 has no END line');
    assert.equal(problems[10]?.message, '990 more faults like these');
  });

  describe('with a private key', () => {
    it('is content when it belongs to the first certificate', () => {
      const together = parsed(leaf.certificatePem, leaf.privateKeyPem);
      const beside = parseBundle(Buffer.from(leaf.certificatePem), { key: Buffer.from(leaf.privateKeyPem) });
      const ofDer = parseBundle(Buffer.from(leaf.certificateDer), { key: Buffer.from(leaf.privateKeyPem) });
      assert.deepEqual([together.problems, beside.problems, ofDer.problems], [[], [], []]);
      assert.deepEqual(together.other, ['EC PRIVATE KEY']);
    });

    it('says when the key in the file does not belong', () => {
      assert.deepEqual(parsed(other.privateKeyPem, leaf.certificatePem, ca.certificatePem), {
        contents: [certificateOf(leaf), certificateOf(ca)],
        problems: [
          {
            reason: 'key_mismatch',
            message: 'the private key in it does not belong to the first certificate',
          },
        ],
        other: ['EC PRIVATE KEY'],
      });
    });

    it('says when the key beside the file does not belong', () => {
      for (const certificate of [leaf.certificatePem, leaf.certificateDer]) {
        assert.deepEqual(
          parseBundle(Buffer.from(certificate as string), { key: Buffer.from(other.privateKeyPem) }).problems,
          [
            {
              reason: 'key_mismatch',
              message: 'the private key beside it does not belong to the first certificate',
            },
          ],
        );
      }
    });

    it('says when the order is wrong', () => {
      assert.deepEqual(parsed(ca.certificatePem, leaf.certificatePem, leaf.privateKeyPem).problems, [
        {
          reason: 'key_mismatch',
          message:
            'the private key in it belongs to certificate 2, not to the first; the leaf has to come first',
        },
      ]);
    });

    it('says nothing of a key that is encrypted', () => {
      const key = Buffer.from(privateKeyAs(other, 'encrypted-pkcs8'));
      assert.deepEqual(parseBundle(Buffer.from(leaf.certificatePem), { key }).problems, []);
    });

    it('says nothing of the key where the first certificate may be the broken one', () => {
      const broken = leaf.certificatePem.replace('MII', '***');
      assert.deepEqual(parsed(broken, ca.certificatePem, leaf.privateKeyPem).problems, [
        { reason: 'malformed', message: 'PEM block 1 is not base64' },
      ]);
    });
  });
});
