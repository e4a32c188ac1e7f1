import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Certificate, Placement } from '../src/model.ts';
import { effectiveRenewal, effectiveRole } from '../src/role.ts';
import { sampleCertificate } from './certificates.ts';

const ca = sampleCertificate({ isCA: true, keyUsages: ['cert sign'] });
const server = sampleCertificate({ keyUsages: ['digital signature', 'server auth'] });

describe('effectiveRole', () => {
  const rows: readonly (readonly [string, Certificate, Placement, number, string])[] = [
    ['the table decides', server, { role: 'peer' }, 0, 'peer'],
    ['a CA by basicConstraints', ca, {}, 0, 'ca'],
    ['a server by extended key usage', server, {}, 0, 'server'],
    ['a client by extended key usage', sampleCertificate({ keyUsages: ['client auth'] }), {}, 0, 'client'],
    ['a peer by both', sampleCertificate({ keyUsages: ['client auth', 'server auth'] }), {}, 0, 'peer'],
    ['unknown without any', sampleCertificate({ keyUsages: ['digital signature'] }), {}, 0, 'unknown'],
    ['a CA behind a leaf, whatever the table says of the file', ca, { role: 'server' }, 1, 'ca'],
    ['the self-signed kubelet.crt of 1.6, which says that it is a CA', ca, { role: 'server' }, 0, 'server'],
    ['a leaf in second place is what the table says', server, { role: 'client' }, 1, 'client'],
  ];
  for (const [name, certificate, placement, index, expected] of rows) {
    it(name, () => assert.equal(effectiveRole(certificate, placement, index), expected));
  }
});

describe('effectiveRenewal', () => {
  const rows: readonly (readonly [string, Certificate, Placement, number, string])[] = [
    ['the table decides', server, { renewal: 'automatic' }, 0, 'automatic'],
    ['a leaf that nobody knows is renewed by hand', server, {}, 0, 'manual'],
    ['a CA that nobody knows is renewed by nobody', ca, {}, 0, 'none'],
    ['what a table calls a CA is renewed by nobody', server, { role: 'ca' }, 0, 'none'],
    ['a CA behind a leaf is not renewed with it', ca, { renewal: 'on-restart' }, 1, 'none'],
  ];
  for (const [name, certificate, placement, index, expected] of rows) {
    it(name, () => assert.equal(effectiveRenewal(certificate, placement, index), expected));
  }
});
