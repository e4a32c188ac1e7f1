import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Certificate, Holding } from '../../src/model.ts';
import { judgedCertificates } from '../../src/findings/report.ts';
import { rowsOf } from '../../src/report/rows.ts';
import { sampleCertificate } from '../certificates.ts';
import { fileAt, held, sampleReport } from './sample-report.ts';

const authority = (fingerprint: string): Certificate =>
  sampleCertificate({ isCA: true, fingerprintSha256: fingerprint.repeat(64) });
const LEAF = sampleCertificate();
const CA = authority('a');
const ROOT = authority('b');

/** `/ca.crt 0`, with `+` where the chain has its rows elsewhere. */
const rows = (...snapshot: readonly Holding[]): readonly string[] =>
  rowsOf(judgedCertificates(sampleReport(snapshot))).map(
    ({ holding, index, hasChain }) => `${holding.location.path} ${index}${hasChain ? '+' : ''}`,
  );

describe('the rows of the table', () => {
  it('leave out a CA behind a leaf that has a place of its own', () => {
    assert.deepEqual(
      rows(held('/a.crt', [LEAF, CA, ROOT]), held('/ca.crt', [CA]), held('/root.crt', [ROOT])),
      ['/a.crt 0+', '/ca.crt 0', '/root.crt 0'],
    );
  });

  it('show a CA that has none once, behind the first leaf', () => {
    assert.deepEqual(
      rows(held('/a.crt', [LEAF, CA]), held('/b.crt', [LEAF, CA]), held('/c.crt', [LEAF, CA])),
      ['/a.crt 0', '/a.crt 1', '/b.crt 0+', '/c.crt 0+'],
    );
  });

  it('say that there is a chain where a part of it is shown', () => {
    assert.deepEqual(rows(held('/a.crt', [LEAF, CA, ROOT]), held('/root.crt', [ROOT])), [
      '/a.crt 0+',
      '/a.crt 1',
      '/root.crt 0',
    ]);
  });

  it('show what is no CA wherever it stands', () => {
    assert.deepEqual(rows(held('/a.crt', [LEAF]), held('/both.pem', [CA, LEAF])), [
      '/a.crt 0',
      '/both.pem 0',
      '/both.pem 1',
    ]);
  });

  it('are those of each node for itself', () => {
    const elsewhere: Holding = { ...held('/ca.crt', [CA]), location: fileAt('/ca.crt', 'cp-2') };
    assert.deepEqual(rows(held('/a.crt', [LEAF, CA]), elsewhere), ['/a.crt 0', '/a.crt 1', '/ca.crt 0']);
  });
});
