import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createAuthority } from '../../src/demo/authority.ts';
import { parseCertificate, subjectPublicKey } from '../../src/formats/certificate.ts';
import { fingerprintOf, validDays } from '../certificates.ts';
import { element, extension, integer, name, oid, sequence, utcTime, utf8 } from './der-writer.ts';
import { collectGarbage } from './garbage-collector.ts';
import { CN, ODD_CERTIFICATES, oddCertificate } from './odd-certificates.ts';

describe('parseCertificate', () => {
  it('reads every field of a certificate as kubeadm issues it', async () => {
    const ca = await createAuthority({ commonName: 'kubernetes', ...validDays(-1, 3649) });
    const minted = await ca.issue({
      commonName: 'kubernetes-admin',
      organization: 'kubeadm:cluster-admins',
      role: 'client',
      dnsNames: ['kubernetes', 'kubernetes.default'],
      ipAddresses: ['10.96.0.1', 'fd00::1'],
      notBefore: Date.UTC(2026, 0, 2, 3, 4, 5),
      notAfter: Date.UTC(2027, 0, 2, 3, 4, 5),
      serialNumber: '0a1b2c',
    });
    assert.deepEqual(parseCertificate(minted.certificateDer), {
      kind: 'certificate',
      subject: 'CN=kubernetes-admin,O=kubeadm:cluster-admins',
      issuer: 'CN=kubernetes',
      subjectCommonName: 'kubernetes-admin',
      issuerCommonName: 'kubernetes',
      serialNumber: '0A1B2C',
      fingerprintSha256: fingerprintOf(minted),
      notBefore: Date.UTC(2026, 0, 2, 3, 4, 5),
      notAfter: Date.UTC(2027, 0, 2, 3, 4, 5),
      dnsNames: ['kubernetes', 'kubernetes.default'],
      ipAddresses: ['10.96.0.1', 'fd00::1'],
      keyUsages: ['digital signature', 'key encipherment', 'client auth'],
      keyAlgorithm: 'ECDSA-P-256',
      isCA: false,
      der: minted.certificateDer,
    });
  });

  for (const { title, der, read } of ODD_CERTIFICATES) {
    it(`reads ${title}`, () => {
      const certificate = parseCertificate(der);
      assert.ok(certificate);
      assert.deepEqual({ ...certificate, ...read }, certificate);
    });
  }

  it('leaves a common name out where there is none', () => {
    const certificate = parseCertificate(oddCertificate({ subject: name() }));
    assert.ok(certificate);
    assert.equal('subjectCommonName' in certificate, false);
  });

  const notCertificates: Record<string, Uint8Array> = {
    nothing: new Uint8Array(),
    'a part of one': oddCertificate().subarray(0, -1),
    'one with a byte after it': Buffer.concat([oddCertificate(), Buffer.of(0)]),
    'PEM of one': Buffer.from('-----BEGIN CERTIFICATE-----\n'),
    'an empty sequence': sequence(),
    'a public key': sequence(sequence(oid('1.3.101.112')), element(0x03, '\0')),
    'one of an indefinite length, which is BER': Buffer.concat([
      Buffer.of(0x30, 0x80),
      oddCertificate().subarray(4),
      Buffer.of(0, 0),
    ]),
    'a day that does not exist': oddCertificate({ notAfter: utcTime('260231000000Z') }),
    'an hour that does not exist': oddCertificate({ notAfter: utcTime('260228240000Z') }),
    'a time without seconds': oddCertificate({ notAfter: utcTime('2602280000Z') }),
    'a local time': oddCertificate({ notAfter: utcTime('260228000000+0100') }),
    'a time that is a number': oddCertificate({ notAfter: integer(1) }),
    'a serial number with a superfluous zero before it': oddCertificate({ serialNumber: integer(0, 1) }),
    'a serial number without content': oddCertificate({ serialNumber: integer() }),
    'a name that is not UTF-8': oddCertificate({ subject: name([CN, element(0x0c, '\xff')]) }),
    'a name of half a character': oddCertificate({ subject: name([CN, element(0x1e, '\0')]) }),
    'a name of an empty set': oddCertificate({ subject: sequence(element(0x31)) }),
    'a name where a set should be': oddCertificate({ subject: sequence(utf8('x')) }),
    'a version that is no number': oddCertificate({ version: [element(0xa0, utf8('3'))] }),
    'an extension without a value': oddCertificate({ extensions: [sequence(oid('2.5.29.15'))] }),
  };
  for (const [title, der] of Object.entries(notCertificates)) {
    it(`does not take ${title} for a certificate`, () => {
      assert.equal(parseCertificate(der), undefined);
    });
  }

  it('takes an extension whose value is not right for one that is not there', () => {
    const broken = ['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.37'].map((id) =>
      extension(id, Buffer.from('garbage')),
    );
    const certificate = parseCertificate(oddCertificate({ extensions: broken }));
    assert.deepEqual(
      [certificate?.isCA, certificate?.keyUsages, certificate?.dnsNames, certificate?.ipAddresses],
      [false, [], [], []],
    );
  });

  it('keeps control characters and what is not ASCII out of DNS names', () => {
    const names = sequence(element(0x82, 'kubernetes\0.evil\n'), element(0x82, 'caf\xe9'));
    const certificate = parseCertificate(oddCertificate({ extensions: [extension('2.5.29.17', names)] }));
    assert.deepEqual(certificate?.dnsNames, [String.raw`kubernetes\00.evil\0A`, String.raw`caf\E9`]);
  });

  it('passes over addresses that are neither IPv4 nor IPv6', () => {
    const names = sequence(element(0x87, 'abcde'), element(0x87, '\x0a\0\0\x01'), element(0x87));
    const certificate = parseCertificate(oddCertificate({ extensions: [extension('2.5.29.17', names)] }));
    assert.deepEqual(certificate?.ipAddresses, ['10.0.0.1']);
  });
});

describe('a certificate that is found in several places', () => {
  it('is one object', () => {
    const certificate = parseCertificate(oddCertificate({ serialNumber: integer(0x51) }));
    assert.ok(certificate);
    assert.equal(parseCertificate(oddCertificate({ serialNumber: integer(0x51) })), certificate);
    assert.notEqual(parseCertificate(oddCertificate({ serialNumber: integer(0x52) })), certificate);
  });

  it('refers to nothing of the memory that it was read from', () => {
    const file = Buffer.concat([
      Buffer.from('a private key'),
      oddCertificate({ serialNumber: integer(0x53) }),
    ]);
    const der = parseCertificate(file.subarray('a private key'.length))?.der;
    assert.deepEqual(der && Buffer.from(der), oddCertificate({ serialNumber: integer(0x53) }));
    assert.notEqual(der?.buffer, file.buffer);
  });

  it('is let go when nobody holds it any more', async () => {
    const holder = { certificate: parseCertificate(oddCertificate({ serialNumber: integer(0x54) })) };
    assert.ok(holder.certificate);
    const seen = new WeakRef(holder.certificate);
    holder.certificate = undefined;
    await collectGarbage();
    assert.equal(seen.deref(), undefined);
    assert.ok(parseCertificate(oddCertificate({ serialNumber: integer(0x54) })));
  });
});

describe('subjectPublicKey', () => {
  it('gives the octets of the key, an uncompressed point here', () => {
    const certificate = parseCertificate(oddCertificate());
    assert.ok(certificate);
    const point = subjectPublicKey(certificate);
    assert.deepEqual([point?.length, point?.[0]], [65, 0x04]);
  });
});
