import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { type Authority, createAuthority, type Minted } from '../../src/demo/authority.ts';
import { parseDynamicCert } from '../../src/formats/dynamic-cert.ts';
import { certificateOf, validDays } from '../certificates.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const parsed = (secret: unknown) => parseDynamicCert(Buffer.from(JSON.stringify(secret)));
const malformed = (message: string) => ({
  contents: [],
  problems: [{ reason: 'malformed', message }],
  other: [],
});

describe('parseDynamicCert', () => {
  let ca: Authority;
  let leaf: Minted;
  before(async () => {
    ca = await createAuthority({ commonName: 'k3s-server-ca@1780272000', ...validDays(-1, 3649) });
    leaf = await ca.issue({ commonName: 'k3s', organization: 'k3s', role: 'server', ...validDays(-1, 364) });
  });

  it('reads what k3s writes', () => {
    const secret = {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: {
        name: 'k3s-serving',
        namespace: 'kube-system',
        annotations: {
          'listener.cattle.io/cn-10.0.0.11': '10.0.0.11',
          'listener.cattle.io/fingerprint': 'SHA1=00',
        },
      },
      data: {
        'tls.crt': base64(leaf.certificatePem + ca.certificatePem),
        'tls.key': base64(leaf.privateKeyPem),
      },
      type: 'kubernetes.io/tls',
    };
    assert.deepEqual(parsed(secret), {
      contents: [certificateOf(leaf), certificateOf(ca)],
      problems: [],
      other: [],
    });
  });

  it('needs neither kind nor apiVersion nor a key', () => {
    assert.deepEqual(parsed({ data: { 'tls.crt': base64(leaf.certificatePem) } }), {
      contents: [certificateOf(leaf)],
      problems: [],
      other: [],
    });
  });

  it('says when the key does not belong', () => {
    const data = { 'tls.crt': base64(leaf.certificatePem), 'tls.key': base64(ca.privateKeyPem) };
    assert.deepEqual(parsed({ data }).problems, [
      {
        reason: 'key_mismatch',
        message: 'the private key beside it does not belong to the first certificate',
      },
    ]);
  });

  it('says that an empty file is empty', () => {
    assert.deepEqual(parseDynamicCert(Buffer.from('\n')).problems, [
      { reason: 'empty', message: 'empty; a Secret in JSON should be here' },
    ]);
  });

  it('says that what is no JSON is malformed, and quotes none of it', () => {
    const text = Buffer.from(`{"data":{"tls.key":"${base64(leaf.privateKeyPem)}`);
    assert.deepEqual(parseDynamicCert(text), malformed('not JSON; a Secret should be here'));
  });

  const wrongShapes: Record<string, unknown> = {
    null: null,
    'a number': 1,
    'a list': [],
    'a Secret without data': {},
    'data of null': { data: null },
    'data of a string': { data: 'tls.crt' },
    'no certificate': { data: { 'tls.key': 'eA==' } },
    'a certificate that is a number': { data: { 'tls.crt': 1 } },
    'a certificate that is not base64': { data: { 'tls.crt': 'not base64!' } },
    'a certificate that is inherited': JSON.parse('{"data":{"__proto__":{"tls.crt":"eA=="}}}'),
  };
  for (const [title, secret] of Object.entries(wrongShapes)) {
    it(`says that ${title} is malformed`, () => {
      assert.deepEqual(parsed(secret), malformed('data["tls.crt"] must be PEM in base64'));
    });
  }

  it('says of a certificate what a certificate file would say', () => {
    assert.deepEqual(parsed({ data: { 'tls.crt': '' } }).problems[0]?.reason, 'empty');
    assert.deepEqual(
      parsed({ data: { 'tls.crt': base64('x') } }),
      malformed('neither PEM nor a certificate in DER'),
    );
  });
});
