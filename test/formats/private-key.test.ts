import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { before, describe, it } from 'node:test';

import { type Authority, createAuthority, type KeyAlgorithm, type Minted } from '../../src/demo/authority.ts';
import { parseCertificate } from '../../src/formats/certificate.ts';
import { isPrivateKeyLabel, type KeyMatch, keyMatches, wipe } from '../../src/formats/private-key.ts';
import { certificateOf, type KeyForm, privateKeyAs, validDays } from '../certificates.ts';
import { bitString, oid, sequence } from './der-writer.ts';
import { oddCertificate } from './odd-certificates.ts';

const FORMS: Record<KeyAlgorithm, readonly KeyForm[]> = {
  'ECDSA-P-256': ['sec1', 'pkcs8'],
  'RSA-2048': ['pkcs1', 'pkcs8'],
};
const ENCRYPTED: readonly KeyForm[] = ['encrypted-pkcs8', 'encrypted-legacy'];

describe('keyMatches', () => {
  let ca: Authority;
  before(async () => {
    ca = await createAuthority({ commonName: 'kubernetes', ...validDays(-1, 3649) });
  });

  async function issue(keyAlgorithm: KeyAlgorithm): Promise<Minted> {
    return ca.issue({ commonName: 'x', role: 'server', keyAlgorithm, ...validDays(-1, 364) });
  }

  for (const keyAlgorithm of ['ECDSA-P-256', 'RSA-2048'] as const) {
    it(`knows an ${keyAlgorithm} key from another, in every form`, async () => {
      const [own, other] = await Promise.all([issue(keyAlgorithm), issue(keyAlgorithm)]);
      for (const form of FORMS[keyAlgorithm]) {
        assert.equal(keyMatches(certificateOf(own), pem(own, form)), 'match', form);
        assert.equal(keyMatches(certificateOf(own), der(own, form)), 'match', `${form} in DER`);
        assert.equal(keyMatches(certificateOf(own), pem(other, form)), 'mismatch', form);
        assert.equal(keyMatches(certificateOf(own), der(other, form)), 'mismatch', `${form} in DER`);
      }
    });

    it(`cannot tell of an encrypted ${keyAlgorithm} key`, async () => {
      const own = await issue(keyAlgorithm);
      for (const form of ENCRYPTED) {
        assert.equal(keyMatches(certificateOf(own), pem(own, form)), 'unknown', form);
      }
    });
  }

  it('knows that a key of another algorithm does not belong', async () => {
    const [ecdsa, rsa] = await Promise.all([issue('ECDSA-P-256'), issue('RSA-2048')]);
    assert.equal(keyMatches(certificateOf(ecdsa), Buffer.from(rsa.privateKeyPem)), 'mismatch');
    assert.equal(keyMatches(certificateOf(rsa), Buffer.from(ecdsa.privateKeyPem)), 'mismatch');
  });

  it('compares keys that do not repeat the public key', () => {
    const [own, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
    const certificate = parseCertificate(
      oddCertificate({ publicKey: own.publicKey.export({ type: 'spki', format: 'der' }) }),
    );
    assert.ok(certificate);
    const told = [own, other].map(({ privateKey }): KeyMatch => {
      return keyMatches(certificate, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    });
    assert.deepEqual(told, ['match', 'mismatch']);
  });

  it('finds the key among other blocks, and one that matches among several', async () => {
    const [own, other] = await Promise.all([issue('ECDSA-P-256'), issue('ECDSA-P-256')]);
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    const text = own.certificatePem + parameters + other.privateKeyPem + own.privateKeyPem;
    assert.equal(keyMatches(certificateOf(own), Buffer.from(text)), 'match');
    assert.equal(keyMatches(certificateOf(other), Buffer.from(parameters + own.privateKeyPem)), 'mismatch');
  });

  it('cannot tell where there is no key that can be read', async () => {
    const own = await issue('ECDSA-P-256');
    const texts = ['', 'not a key', own.certificatePem, own.privateKeyPem.replace(/\n.{20}/, '\n')];
    for (const text of texts)
      assert.equal(keyMatches(certificateOf(own), Buffer.from(text)), 'unknown', text);
  });

  it('cannot tell where the certificate has a key of an unknown kind', async () => {
    const certificate = parseCertificate(
      oddCertificate({ publicKey: sequence(sequence(oid('1.2.3.4')), bitString(1, 2, 3)) }),
    );
    assert.ok(certificate);
    const { privateKeyPem } = await issue('ECDSA-P-256');
    assert.equal(keyMatches(certificate, Buffer.from(privateKeyPem)), 'unknown');
  });

  it('leaves the key as it was', async () => {
    const own = await issue('ECDSA-P-256');
    const key = Buffer.from(own.privateKeyPem);
    keyMatches(certificateOf(own), key);
    assert.equal(key.toString(), own.privateKeyPem);
  });
});

describe('isPrivateKeyLabel', () => {
  it('holds for every label of a private key and for no other', () => {
    const labels = ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'];
    const others = ['PUBLIC KEY', 'CERTIFICATE', 'EC PARAMETERS', 'OPENSSH PRIVATE KEY'];
    assert.deepEqual([...labels, ...others].filter(isPrivateKeyLabel), labels);
  });
});

describe('wipe', () => {
  it('leaves nothing but zeros', () => {
    const bytes = Buffer.from('secret');
    wipe(bytes);
    assert.deepEqual([...bytes], [0, 0, 0, 0, 0, 0]);
  });
});

function pem(minted: Minted, form: KeyForm): Buffer {
  return Buffer.from(privateKeyAs(minted, form));
}

function der({ privateKeyPem }: Minted, form: KeyForm): Buffer {
  return createPrivateKey(privateKeyPem).export({ format: 'der', type: form as 'pkcs1' | 'sec1' | 'pkcs8' });
}
