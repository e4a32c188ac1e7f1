import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import type { Authority } from '../../../src/demo/authority.ts';
import { kubeletClient, kubeletSelfSigned } from '../../../src/demo/hosts/kubelet.ts';
import { createRoot } from '../../../src/demo/hosts/minting.ts';
import { days, NOW } from '../../certificates.ts';
import { certificatesIn, textAt } from '../../host-contents.ts';

const node = 'worker-1';

describe("a kubelet's certificate folder", () => {
  let ca: Authority;

  before(async () => {
    ca = await createRoot('test/ca', 'kubernetes', NOW - days(400));
  });

  it('holds the generation before beside the newest, to which the link leads by its absolute path', async () => {
    const files = await kubeletClient({ node, ca, issuedAt: NOW });
    assert.deepEqual(
      files.map((file) => ('link' in file ? [file.path, file.link] : [file.path])),
      [
        ['/var/lib/kubelet/pki/kubelet-client-2025-08-13-00-00-00.pem'],
        ['/var/lib/kubelet/pki/kubelet-client-2026-06-01-00-00-00.pem'],
        [
          '/var/lib/kubelet/pki/kubelet-client-current.pem',
          '/var/lib/kubelet/pki/kubelet-client-2026-06-01-00-00-00.pem',
        ],
      ],
    );
  });

  it('holds certificate and key in one file', async () => {
    const files = await kubeletClient({ node, ca, issuedAt: NOW });
    const text = textAt({ node, files }, '/var/lib/kubelet/pki/kubelet-client-current.pem') ?? '';
    assert.deepEqual(text.match(/(?<=-----BEGIN )[A-Z ]+/g), ['CERTIFICATE', 'EC PRIVATE KEY']);
    assert.equal(certificatesIn(text)[0]?.subject, 'O=system:nodes\nCN=system:node:worker-1');
  });

  it('holds a self-signed serving certificate behind its own CA, for a year', async () => {
    const files = await kubeletSelfSigned(node, NOW);
    const certificates = certificatesIn(textAt({ node, files }, '/var/lib/kubelet/pki/kubelet.crt') ?? '');
    assert.deepEqual(
      certificates.map(({ subject, ca: isCa }) => [subject, isCa]),
      [
        ['CN=worker-1@1780272000', false],
        ['CN=worker-1-ca@1780272000', true],
      ],
    );
    assert.equal(certificates[0]?.validToDate.getTime(), NOW + days(365));
  });
});
