import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { before, describe, it } from 'node:test';

import type { HostFile, SampleHost } from '../../../src/demo/hosts/host.ts';
import { distributionNamed } from '../../../src/distributions/table.ts';
import { DISTRIBUTION_NAMES } from '../../../src/model.ts';
import { certificatesIn, leavesOf, textAt } from '../../host-contents.ts';
import { KINDS, type KindOfHost } from '../../sample-hosts.ts';

/** The private key that is in a certificate's file, or beside it. */
function keyOf(host: SampleHost, path: string): string | undefined {
  const own = textAt(host, path);
  if (own?.includes('PRIVATE KEY')) return own.slice(own.lastIndexOf('-----BEGIN'));
  const stem = path.replace(/\.(?:crt|pem)$/, '');
  return textAt(host, `${stem}.key`) ?? textAt(host, `${stem}-key.pem`);
}

function embeddedIn(file: HostFile, key: string): string | undefined {
  const data = 'content' in file ? new RegExp(`${key}: (\\S+)`).exec(file.content)?.[1] : undefined;
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString();
}

function serialsOf(kinds: readonly KindOfHost[]): readonly (readonly string[])[] {
  return kinds.map(({ host }) => [...leavesOf(host).values()].map(({ serialNumber }) => serialNumber));
}

for (const name of DISTRIBUTION_NAMES) {
  describe(`the sample hosts of ${name}`, () => {
    let kinds: readonly KindOfHost[] = [];

    before(async () => {
      kinds = await KINDS[name]();
    });

    it('have each path once', () => {
      for (const { kind, host } of kinds) {
        const paths = host.files.map(({ path }) => path);
        assert.deepEqual([...new Set(paths)], paths, kind);
      }
    });

    it('have the key of each certificate that has one beside it', () => {
      let compared = 0;
      for (const { kind, host } of kinds) {
        for (const [path, leaf] of leavesOf(host)) {
          const key = keyOf(host, path);
          if (key === undefined) continue;
          compared += 1;
          assert.ok(leaf.checkPrivateKey(createPrivateKey(key)), `${kind}: ${path}`);
        }
      }
      assert.ok(compared > kinds.length);
    });

    it('have the key of each certificate that a kubeconfig embeds', () => {
      for (const { kind, host } of kinds) {
        for (const file of host.files) {
          const certificate = embeddedIn(file, 'client-certificate-data');
          const key = embeddedIn(file, 'client-key-data');
          if (certificate === undefined) continue;
          assert.ok(key, file.path);
          assert.ok(
            new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)),
            `${kind}: ${file.path}`,
          );
        }
      }
    });

    it('have every path there that a kubeconfig names', () => {
      for (const { kind, host } of kinds) {
        for (const file of host.files) {
          const named =
            'content' in file
              ? file.content.matchAll(/(?:client-certificate|client-key|certificate-authority): (\S+)/g)
              : [];
          for (const [, path = ''] of named)
            assert.ok(textAt(host, path), `${kind}: ${file.path} names ${path}`);
        }
      }
    });

    it('have leaves that the CA of their place has issued', () => {
      for (const { kind, host } of kinds) {
        for (const { path, issuer, format } of distributionNamed(name).places) {
          const text = textAt(host, path);
          const authority = issuer === undefined ? undefined : textAt(host, issuer);
          if (text === undefined || authority === undefined || format !== 'certificate') continue;
          const [leaf] = certificatesIn(text);
          assert.ok(leaf?.checkIssued(new X509Certificate(authority)), `${kind}: ${path}`);
        }
      }
    });

    it('bear the same serial numbers whenever they are minted', async () => {
      assert.deepEqual(serialsOf(await KINDS[name]()), serialsOf(kinds));
    });
  });
}
