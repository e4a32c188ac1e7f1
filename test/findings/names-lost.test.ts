import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namesLost } from '../../src/findings/names-lost.ts';
import type { Certificate, Finding, Placement } from '../../src/model.ts';
import { NOW } from '../certificates.ts';
import { certificate, held } from './holdings.ts';

const before = certificate({ dnsNames: ['cp-1', 'api.example.com'], ipAddresses: ['10.0.0.10', 'fd00::a'] });

function renewed(
  after: Certificate,
  predecessor?: Certificate,
  placement: Placement = {},
): readonly Finding[] {
  const holding = held('/etc/kubernetes/pki/apiserver.crt', [after], {
    placement,
    predecessor: predecessor === undefined ? [] : [predecessor],
  });
  return namesLost([holding], NOW);
}

describe('names that a certificate has lost', () => {
  it('are those that the one before it had', () => {
    const [finding] = renewed(
      certificate({ subjectCommonName: 'kube-apiserver', dnsNames: ['cp-1'], ipAddresses: ['10.0.0.10'] }),
      before,
    );
    assert.deepEqual(finding, {
      rule: 'names-lost',
      severity: 'warning',
      location: { path: '/etc/kubernetes/pki/apiserver.crt', source: 'files', node: 'node-1' },
      summary:
        'server certificate kube-apiserver at /etc/kubernetes/pki/apiserver.crt on node-1 lacks api.example.com, fd00::a: the one that it replaced had them, and clients that use them now refuse to connect',
      nextStep:
        'have it issued again with these names in subjectAltName, unless they were left out on purpose',
      runbook: 'KubecertCertificateProblem',
      problem: 'names_lost',
    });
  });

  it('are critical where its component cannot do without them, whatever stood there before', () => {
    const requiredNames = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
    const [finding] = renewed(certificate({ dnsNames: ['kubernetes'] }), undefined, { requiredNames });
    assert.equal(finding?.severity, 'critical');
    assert.match(
      finding.summary,
      / lacks kubernetes\.default, kubernetes\.default\.svc: clients that use them /,
    );
  });

  it('are told in one finding, each once', () => {
    const found = renewed(certificate(), certificate({ dnsNames: ['kubernetes', 'cp-1'] }), {
      requiredNames: ['kubernetes'],
    });
    assert.equal(found.length, 1);
    assert.match(found[0]?.summary ?? '', / lacks kubernetes, cp-1: /);
  });

  it('are counted after the fifth', () => {
    const [finding] = renewed(certificate(), certificate({ dnsNames: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }));
    assert.match(finding?.summary ?? '', / lacks a, b, c, d, e and 2 more: /);
  });

  const kept: readonly (readonly [string, Certificate, Certificate?])[] = [
    [
      'all are there, in another order',
      certificate({ ...before, dnsNames: before.dnsNames.toReversed() }),
      before,
    ],
    [
      'all are there, in other letters',
      certificate({ ...before, dnsNames: ['CP-1', 'API.example.com'] }),
      before,
    ],
    ['a wildcard stands for one', certificate({ ...before, dnsNames: ['cp-1', '*.example.com'] }), before],
    ['there are more of them', certificate({ ...before, dnsNames: [...before.dnsNames, 'cp-2'] }), before],
    ['nothing stood there before', certificate()],
  ];
  for (const [name, after, predecessor] of kept) {
    it(`are none where ${name}`, () => assert.deepEqual(renewed(after, predecessor), []));
  }

  it('are those for which a wildcard would have to stand for two labels', () => {
    const deep = certificate({ dnsNames: ['a.b.example.com'] });
    assert.equal(renewed(certificate({ dnsNames: ['*.example.com'] }), deep).length, 1);
  });

  it('are not told of what is gone', () => {
    assert.deepEqual(
      namesLost([held('/a.crt', [], { placement: { requiredNames: ['a'] }, predecessor: [before] })], NOW),
      [],
    );
  });
});
