import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAuthority, createSelfSigned } from '../../src/demo/authority.ts';
import { untrustedChain } from '../../src/findings/untrusted-chain.ts';
import type { Certificate, Holding, Snapshot } from '../../src/model.ts';
import { certificateOf, NOW, validDays } from '../certificates.ts';
import { held } from './holdings.ts';

const CA = '/etc/kubernetes/pki/ca.crt';
const DECADE = validDays(-100, 3550);
const YEAR = validDays(-100, 265);

const cluster = await createAuthority({ commonName: 'kubernetes', ...DECADE });
/** Another cluster's: the same name, another key. */
const namesake = await createAuthority({ commonName: 'kubernetes', ...DECADE });
const frontProxy = await createAuthority({ commonName: 'front-proxy-ca', ...DECADE });
const intermediate = await cluster.intermediate({ commonName: 'issuing', ...DECADE });

const REQUEST = { commonName: 'kube-apiserver', role: 'server', ...YEAR } as const;
const [ofCluster, ofNamesake, ofFrontProxy, ofIntermediate, ofItself] = (
  await Promise.all([
    cluster.issue(REQUEST),
    namesake.issue(REQUEST),
    frontProxy.issue(REQUEST),
    intermediate.issue(REQUEST),
    createSelfSigned(REQUEST),
  ])
).map(certificateOf) as [Certificate, Certificate, Certificate, Certificate, Certificate];
const [root, other, issuing] = [cluster, namesake, intermediate].map(certificateOf) as [
  Certificate,
  Certificate,
  Certificate,
];

const authority = (...certificates: readonly Certificate[]): Holding => held(CA, certificates);
const apiserver = (...certificates: readonly Certificate[]): Holding =>
  held('/etc/kubernetes/pki/apiserver.crt', certificates, { placement: { role: 'server', issuer: CA } });

describe('a certificate that does not chain to the CA of its place', () => {
  it('is critical', () => {
    const leaf = apiserver(ofFrontProxy);
    assert.deepEqual(untrustedChain([leaf, authority(root)], NOW), [
      {
        rule: 'untrusted-chain',
        severity: 'critical',
        location: leaf.location,
        summary:
          'server certificate kube-apiserver at /etc/kubernetes/pki/apiserver.crt on node-1, issued by front-proxy-ca, does not chain to the CA at /etc/kubernetes/pki/ca.crt: whoever trusts that CA rejects it',
        nextStep:
          'compare: openssl x509 -noout -issuer -ext authorityKeyIdentifier, with the subject and subjectKeyIdentifier of /etc/kubernetes/pki/ca.crt; then have it issued again by that CA',
        runbook: 'KubecertCertificateProblem',
        problem: 'untrusted_chain',
      },
    ]);
  });

  const untrusted: readonly (readonly [string, Snapshot])[] = [
    ['is issued by a CA of the same name with another key', [apiserver(ofNamesake), authority(root)]],
    ['is issued by itself', [apiserver(ofItself), authority(root)]],
    ['lacks the intermediate CA of its chain', [apiserver(ofIntermediate), authority(root)]],
    [
      'brings its own root, which is not the one of its place',
      [apiserver(ofNamesake, other), authority(root)],
    ],
    [
      'lies beside a CA that is another certificate of its own file',
      [apiserver(ofNamesake, root), authority(root)],
    ],
  ];
  for (const [name, snapshot] of untrusted) {
    it(name, () => assert.equal(untrustedChain(snapshot, NOW)[0]?.problem, 'untrusted_chain'));
  }

  const trusted: readonly (readonly [string, Snapshot])[] = [
    ['is issued by it', [apiserver(ofCluster), authority(root)]],
    ['is issued by one of several CAs there', [apiserver(ofCluster), authority(other, root)]],
    ['brings its chain along', [apiserver(ofIntermediate, issuing), authority(root)]],
    ['has the rest of its chain with the CA', [apiserver(ofIntermediate), authority(issuing, root)]],
    ['is given no CA', [held('/etc/ssl/a.crt', [ofNamesake]), authority(root)]],
    ['is given a CA that is not held', [apiserver(ofNamesake)]],
    ['is given a CA that is gone', [apiserver(ofNamesake), authority()]],
    [
      'is given a CA that is held on another node only',
      [apiserver(ofNamesake), held(CA, [root], { node: 'node-2' })],
    ],
    ['is gone', [apiserver(), authority(root)]],
  ];
  for (const [name, snapshot] of trusted) {
    it(`is not one that ${name}`, () => assert.deepEqual(untrustedChain(snapshot, NOW), []));
  }

  it('compares on each node with that node’s CA', () => {
    const on = (node: string, ca: Certificate): Snapshot =>
      [apiserver(ofCluster), authority(ca)].map((holding) => ({
        ...holding,
        location: { ...holding.location, node },
      }));
    const found = untrustedChain([...on('cp-1', root), ...on('cp-2', other)], NOW);
    assert.deepEqual(
      found.map(({ location }) => location.node),
      ['cp-2'],
    );
  });
});
