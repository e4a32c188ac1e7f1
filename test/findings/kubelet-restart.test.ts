import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assessKubelets,
  type KubeletAssessment,
  kubeletRestart,
} from '../../src/findings/kubelet-restart.ts';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type {
  Certificate,
  Content,
  Holding,
  Instant,
  Placement,
  ProblemReason,
  Snapshot,
} from '../../src/model.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held, kubeconfig } from './holdings.ts';

const KUBECONFIG = '/etc/kubernetes/kubelet.conf';
const BOOTSTRAP = '/etc/kubernetes/bootstrap-kubelet.conf';
const PAIR = '/var/lib/kubelet/pki/kubelet-client-current.pem';
const PLAIN = '/etc/kubernetes/ssl/kubelet-client.crt';
const CA = '/etc/kubernetes/pki/ca.crt';

const VALID = certificate(validDays(-100, 265));
const EXPIRED = certificate(validDays(-370, -5));

const byPath = (path: string): Content => kubeconfig({ kind: 'path', certificate: path, key: path });
const EMBEDDED = kubeconfig({ kind: 'embedded' });
const WITH_TOKEN = kubeconfig({ kind: 'token', tokenId: 'abcdef' });

function ownKubeconfig(contents: readonly Content[], ...problems: ProblemReason[]): Holding {
  return held(KUBECONFIG, contents, { placement: { part: 'kubelet-kubeconfig' }, problems });
}

function bootstrapKubeconfig(contents: readonly Content[], ...problems: ProblemReason[]): Holding {
  return held(BOOTSTRAP, contents, { placement: { part: 'kubelet-bootstrap-kubeconfig' }, problems });
}

const ROTATING: Placement = { role: 'client', renewal: 'automatic', part: 'kubelet-client-certificate' };

function pair(contents: readonly Certificate[], ...problems: ProblemReason[]): Holding {
  return held(PAIR, contents, { placement: ROTATING, problems });
}

function plainPair(contents: readonly Certificate[], ...problems: ProblemReason[]): Holding {
  return held(PLAIN, contents, { problems });
}

/** What a kubeconfig embeds has the placement of the kubeconfig. */
function embedded(
  path: string,
  part: Placement['part'],
  contents: readonly Certificate[],
  ...problems: ProblemReason[]
): Holding {
  return held(`${path}#user/default-auth`, contents, {
    placement: { renewal: 'none', ...(part !== undefined && { part }) },
    problems,
  });
}

const embeddedInOwn = (contents: readonly Certificate[], ...problems: ProblemReason[]): Holding =>
  embedded(KUBECONFIG, 'kubelet-kubeconfig', contents, ...problems);

const embeddedInBootstrap = (contents: readonly Certificate[], ...problems: ProblemReason[]): Holding =>
  embedded(BOOTSTRAP, 'kubelet-bootstrap-kubeconfig', contents, ...problems);

type Verdict = readonly [safe: boolean, reason: KubeletAssessment['reason'], safeUntil?: Instant];

function verdict(snapshot: Snapshot, now: Instant = NOW): Verdict | undefined {
  const [assessment, ...others] = assessKubelets(snapshot, now);
  assert.deepEqual(others, []);
  if (assessment === undefined) return undefined;
  const { safe, reason, safeUntil } = assessment;
  return safeUntil === undefined ? [safe, reason] : [safe, reason, safeUntil];
}

const BY_PATH = ownKubeconfig([byPath(PAIR)]);
const PLAIN_WITH_KEY = ownKubeconfig([
  kubeconfig({ kind: 'path', certificate: PLAIN, key: '/etc/kubernetes/ssl/kubelet-client.key' }),
]);
const TOKEN = bootstrapKubeconfig([WITH_TOKEN]);
const END = VALID.notAfter;

describe('whether a kubelet comes up after a restart', () => {
  const rows: Readonly<Record<string, readonly (readonly [string, Snapshot, Verdict | undefined])[]>> = {
    'with a kubeconfig alone, as kubeadm leaves it after the join': [
      ['its certificate is valid', [BY_PATH, pair([VALID])], [true, 'client_certificate_valid', END]],
      ['its certificate has expired', [BY_PATH, pair([EXPIRED])], [false, 'client_certificate_expired']],
      [
        'its certificate is valid, but one behind it has expired',
        [BY_PATH, pair([VALID, EXPIRED])],
        [false, 'client_certificate_expired'],
      ],
      [
        'its certificate is not yet valid, which the kubelet does not look at',
        [BY_PATH, pair([certificate(validDays(1, 265))])],
        [true, 'client_certificate_valid', NOW + days(265)],
      ],
      ['its certificate is gone', [BY_PATH, pair([], 'missing')], [false, 'client_certificate_missing']],
      [
        'its link leads nowhere, whatever it led to before',
        [BY_PATH, pair([VALID], 'dangling_link')],
        [false, 'client_certificate_missing'],
      ],
      [
        'its certificate was overwritten with something else',
        [BY_PATH, pair([VALID], 'malformed')],
        [false, 'client_certificate_malformed'],
      ],
      ['its key is another one', [BY_PATH, pair([VALID], 'key_mismatch')], [false, 'key_mismatch']],
      ['its file holds no key', [BY_PATH, pair([VALID], 'key_missing')], [false, 'key_missing']],
      [
        'its key, which lies in a file of its own, is not there',
        [PLAIN_WITH_KEY, plainPair([VALID], 'key_missing')],
        [false, 'key_missing'],
      ],
      [
        'its link is behind the newest file, but what it leads to is valid',
        [BY_PATH, pair([VALID], 'superseded_link')],
        [true, 'client_certificate_valid', END],
      ],
      [
        'its embedded certificate is valid',
        [ownKubeconfig([EMBEDDED]), embeddedInOwn([VALID])],
        [true, 'client_certificate_valid', END],
      ],
      [
        'its embedded certificate has expired, however new the rotated one is',
        [ownKubeconfig([EMBEDDED]), embeddedInOwn([EXPIRED]), pair([VALID])],
        [false, 'client_certificate_expired'],
      ],
      [
        'its embedded key is another one',
        [ownKubeconfig([EMBEDDED]), embeddedInOwn([VALID], 'key_mismatch')],
        [false, 'key_mismatch'],
      ],
      [
        'its embedded certificate is no certificate',
        [ownKubeconfig([EMBEDDED]), embeddedInOwn([], 'malformed')],
        [false, 'client_certificate_malformed'],
      ],
      ['its kubeconfig is gone', [ownKubeconfig([], 'missing')], [false, 'kubeconfig_missing']],
      [
        'its kubeconfig is no kubeconfig any more',
        [ownKubeconfig([byPath(PAIR)], 'malformed'), pair([VALID])],
        [false, 'kubeconfig_malformed'],
      ],
      [
        'its kubeconfig has no usable current context',
        [ownKubeconfig([{ ...EMBEDDED, current: {} }]), embeddedInOwn([VALID])],
        [false, 'kubeconfig_malformed'],
      ],
      [
        'its kubeconfig names no server',
        [
          ownKubeconfig([
            { ...EMBEDDED, clusters: [{ name: 'default-cluster', authority: { kind: 'embedded' } }] },
          ]),
          embeddedInOwn([VALID]),
        ],
        [false, 'kubeconfig_malformed'],
      ],
      [
        'its kubeconfig has a token instead of a certificate',
        [ownKubeconfig([WITH_TOKEN])],
        [false, 'no_client_certificate'],
      ],
      [
        'the CA that its kubeconfig names by path is gone',
        [
          ownKubeconfig([
            {
              ...kubeconfig({ kind: 'path', certificate: PAIR, key: PAIR }),
              clusters: [
                {
                  name: 'default-cluster',
                  server: 'https://10.0.0.10:6443',
                  authority: { kind: 'path', certificate: CA },
                },
              ],
            },
          ]),
          pair([VALID]),
          held(CA, [], { problems: ['missing'] }),
        ],
        [false, 'certificate_authority_unusable'],
      ],
    ],
    'with a bootstrap kubeconfig beside it': [
      [
        'its certificate is valid, and after that the token serves',
        [BY_PATH, pair([VALID]), TOKEN],
        [true, 'client_certificate_valid'],
      ],
      ['its certificate has expired', [BY_PATH, pair([EXPIRED]), TOKEN], [true, 'bootstrap_kubeconfig']],
      ['its certificate is gone', [BY_PATH, pair([], 'missing'), TOKEN], [true, 'bootstrap_kubeconfig']],
      [
        'its link leads nowhere',
        [BY_PATH, pair([VALID], 'dangling_link'), TOKEN],
        [true, 'bootstrap_kubeconfig'],
      ],
      ['its kubeconfig is gone', [ownKubeconfig([], 'missing'), TOKEN], [true, 'bootstrap_kubeconfig']],
      ['it has never had a kubeconfig', [TOKEN], [true, 'bootstrap_kubeconfig']],
      [
        'its embedded key is another one',
        [ownKubeconfig([EMBEDDED]), embeddedInOwn([VALID], 'key_mismatch'), TOKEN],
        [true, 'bootstrap_kubeconfig'],
      ],
      [
        'its key, which lies in a file of its own, is not there',
        [PLAIN_WITH_KEY, plainPair([VALID], 'key_missing'), TOKEN],
        [true, 'bootstrap_kubeconfig'],
      ],
      [
        'its kubeconfig names a key that is not there, for a pair that the certificate store loads by itself',
        [
          ownKubeconfig([kubeconfig({ kind: 'path', certificate: PAIR, key: '/etc/ssl/kubelet.key' })]),
          pair([VALID], 'key_missing'),
          TOKEN,
        ],
        [true, 'bootstrap_kubeconfig'],
      ],
      [
        'its certificate has expired, and the key that the bootstrap kubeconfig names is not there',
        [
          BY_PATH,
          pair([EXPIRED]),
          bootstrapKubeconfig([
            kubeconfig({ kind: 'path', certificate: PLAIN, key: '/etc/kubernetes/ssl/kubelet-client.key' }),
          ]),
          plainPair([VALID], 'key_missing'),
        ],
        [false, 'client_certificate_expired'],
      ],
      [
        'its certificate has expired, and the file that the bootstrap kubeconfig names as both holds no key',
        [BY_PATH, pair([EXPIRED]), bootstrapKubeconfig([byPath(PLAIN)]), plainPair([VALID], 'key_missing')],
        [false, 'client_certificate_expired'],
      ],
      [
        'its certificate has expired, and that of the bootstrap kubeconfig is valid',
        [BY_PATH, pair([EXPIRED]), bootstrapKubeconfig([EMBEDDED]), embeddedInBootstrap([VALID])],
        [true, 'bootstrap_kubeconfig', END],
      ],
      [
        'both are valid: it lasts until the later end',
        [
          BY_PATH,
          pair([certificate(validDays(-100, 50))]),
          bootstrapKubeconfig([EMBEDDED]),
          embeddedInBootstrap([VALID]),
        ],
        [true, 'client_certificate_valid', END],
      ],
      [
        'both have expired',
        [BY_PATH, pair([EXPIRED]), bootstrapKubeconfig([EMBEDDED]), embeddedInBootstrap([EXPIRED])],
        [false, 'client_certificate_expired'],
      ],
      [
        'its certificate has expired, and the key of the bootstrap kubeconfig is another one',
        [
          BY_PATH,
          pair([EXPIRED]),
          bootstrapKubeconfig([EMBEDDED]),
          embeddedInBootstrap([VALID], 'key_mismatch'),
        ],
        [false, 'client_certificate_expired'],
      ],
      [
        'its certificate has expired, and the bootstrap kubeconfig proves nothing',
        [BY_PATH, pair([EXPIRED]), bootstrapKubeconfig([kubeconfig({ kind: 'none' })])],
        [false, 'client_certificate_expired'],
      ],
      [
        'its certificate has expired, and the bootstrap kubeconfig is none',
        [BY_PATH, pair([EXPIRED]), bootstrapKubeconfig([WITH_TOKEN], 'malformed')],
        [false, 'client_certificate_expired'],
      ],
    ],
    'with a pair that does not load, over which its certificate store stumbles before it bootstraps': [
      [
        'the pair is no certificate any more',
        [BY_PATH, pair([VALID], 'malformed'), TOKEN],
        [false, 'client_certificate_malformed'],
      ],
      [
        'the pair is empty',
        [BY_PATH, pair([VALID], 'empty'), TOKEN],
        [false, 'client_certificate_malformed'],
      ],
      ['the key is another one', [BY_PATH, pair([VALID], 'key_mismatch'), TOKEN], [false, 'key_mismatch']],
      ['the file holds no key', [BY_PATH, pair([VALID], 'key_missing'), TOKEN], [false, 'key_missing']],
      [
        'the kubeconfig names a plain file as both, and it holds no key',
        [ownKubeconfig([byPath(PLAIN)]), plainPair([VALID], 'key_missing'), TOKEN],
        [false, 'key_missing'],
      ],
      [
        'the kubeconfig embeds a valid one, but the rotated pair is broken',
        [ownKubeconfig([EMBEDDED]), embeddedInOwn([VALID]), pair([VALID], 'malformed')],
        [false, 'client_certificate_malformed'],
      ],
      [
        'the kubeconfig names a plain pair that does not match',
        [ownKubeconfig([byPath(PLAIN)]), plainPair([VALID], 'key_mismatch'), TOKEN],
        [false, 'key_mismatch'],
      ],
      [
        'the plain pair does not match and has expired, so that it is not loaded',
        [ownKubeconfig([byPath(PLAIN)]), plainPair([EXPIRED], 'key_mismatch'), TOKEN],
        [true, 'bootstrap_kubeconfig'],
      ],
      [
        'the plain pair is no certificate, so that it is not loaded',
        [ownKubeconfig([byPath(PLAIN)]), plainPair([], 'malformed'), TOKEN],
        [true, 'bootstrap_kubeconfig'],
      ],
    ],
    'cannot be said, and is not,': [
      ['where there is no kubelet', [held(CA, [VALID])], undefined],
      ['where there never was a kubeconfig', [ownKubeconfig([]), bootstrapKubeconfig([])], undefined],
      ['where this program may not read the kubeconfig', [ownKubeconfig([], 'unreadable')], undefined],
      ['where this program may not read the certificate', [BY_PATH, pair([], 'unreadable')], undefined],
      ['where the certificate is not looked at', [BY_PATH], undefined],
      [
        'where it comes down to a bootstrap kubeconfig that this program may not read',
        [BY_PATH, pair([EXPIRED]), bootstrapKubeconfig([], 'unreadable')],
        undefined,
      ],
    ],
    'is told by what was last seen': [
      [
        'where this program may not read the certificate any more',
        [BY_PATH, pair([VALID], 'unreadable')],
        [true, 'client_certificate_valid', END],
      ],
    ],
    'with a kubeconfig that names its pair through a linked folder': [
      [
        'the pair is held under its real path',
        [ownKubeconfig([byPath(`/data/kubelet/pki/kubelet-client-current.pem`)]), pair([EXPIRED])],
        [false, 'client_certificate_expired'],
      ],
    ],
  };
  for (const [circumstances, cases] of Object.entries(rows)) {
    describe(circumstances, () => {
      for (const [name, snapshot, expected] of cases) {
        it(name, () => assert.deepEqual(verdict(snapshot), expected));
      }
    });
  }

  it('changes one moment after safeUntil, not at it', () => {
    const snapshot = [BY_PATH, pair([VALID])];
    assert.deepEqual(verdict(snapshot, END), [true, 'client_certificate_valid', END]);
    assert.deepEqual(verdict(snapshot, END + 1), [false, 'client_certificate_expired']);
  });

  it('is said of every node by what lies on that node', () => {
    const on = (node: string, holding: Holding): Holding => ({
      ...holding,
      location: { ...holding.location, node },
    });
    const snapshot = [
      on('a', BY_PATH),
      on('b', BY_PATH),
      on('a', pair([EXPIRED])),
      on('b', pair([VALID])),
      on('b', TOKEN),
    ];
    assert.deepEqual(
      assessKubelets(snapshot, NOW).map(({ node, reason }) => [node, reason]),
      [
        ['a', 'client_certificate_expired'],
        ['b', 'client_certificate_valid'],
      ],
    );
  });
});

describe('the finding about a kubelet that does not come up', () => {
  it('says what to expect in the log and what to do before a restart', () => {
    const known = held(KUBECONFIG, [byPath(PAIR)], {
      placement: { part: 'kubelet-kubeconfig', renew: 'kubeadm kubeconfig user' },
    });
    assert.deepEqual(kubeletRestart([known, pair([EXPIRED])], NOW, DEFAULT_THRESHOLDS), [
      {
        rule: 'kubelet-restart',
        severity: 'critical',
        location: known.location,
        summary:
          'the kubelet on node-1 does not come up after a restart: its client certificate /var/lib/kubelet/pki/kubelet-client-current.pem has expired, and there is no bootstrap kubeconfig; expect in its log: unable to load bootstrap kubeconfig: stat /etc/kubernetes/bootstrap-kubelet.conf: no such file or directory',
        nextStep: 'do not restart it, nor the node, before this: kubeadm kubeconfig user',
        runbook: 'KubecertKubeletRestartUnsafe',
      },
    ]);
  });

  it('says that a broken pair has to go, since no bootstrap kubeconfig helps while it is there', () => {
    const [finding] = kubeletRestart([BY_PATH, pair([VALID], 'malformed'), TOKEN], NOW, DEFAULT_THRESHOLDS);
    assert.equal(
      finding?.summary,
      'the kubelet on node-1 does not come up after a restart: its client certificate /var/lib/kubelet/pki/kubelet-client-current.pem does not load; expect in its log: failed to initialize client certificate manager: could not convert data from "/var/lib/kubelet/pki/kubelet-client-current.pem" into cert/key pair',
    );
    assert.equal(
      finding.nextStep,
      'do not restart it, nor the node, before this: move /var/lib/kubelet/pki/kubelet-client-current.pem away, so that it asks for another one with /etc/kubernetes/bootstrap-kubelet.conf',
    );
  });

  it('says why a bootstrap kubeconfig that is there does not help', () => {
    const snapshot = [
      BY_PATH,
      pair([EXPIRED]),
      bootstrapKubeconfig([EMBEDDED]),
      embeddedInBootstrap([EXPIRED]),
    ];
    const [finding] = kubeletRestart(snapshot, NOW, DEFAULT_THRESHOLDS);
    assert.match(
      finding?.summary ?? '',
      /and with its bootstrap kubeconfig, its client certificate \/etc\/kubernetes\/bootstrap-kubelet\.conf#user\/default-auth has expired; expect in its log: the server has asked for the client to provide credentials$/,
    );
  });

  const naming =
    'let /etc/kubernetes/kubelet.conf name /var/lib/kubelet/pki/kubelet-client-current.pem as client-certificate and client-key';

  it('tells of the pair that the kubelet has rotated to, where its kubeconfig embeds a dead one', () => {
    const snapshot = (rotated: Holding): Snapshot => [
      ownKubeconfig([EMBEDDED]),
      embeddedInOwn([EXPIRED]),
      rotated,
    ];
    const nextStep = (rotated: Holding): string | undefined =>
      kubeletRestart(snapshot(rotated), NOW, DEFAULT_THRESHOLDS)[0]?.nextStep;
    assert.equal(nextStep(pair([VALID])), `do not restart it, nor the node, before this: ${naming}`);
    assert.doesNotMatch(nextStep(pair([EXPIRED])) ?? '', /kubelet-client-current/);
  });

  it('tells of it ahead as well', () => {
    const snapshot = [
      ownKubeconfig([EMBEDDED]),
      embeddedInOwn([certificate(validDays(-340, 25))]),
      pair([VALID]),
    ];
    assert.equal(kubeletRestart(snapshot, NOW, DEFAULT_THRESHOLDS)[0]?.nextStep, `before then: ${naming}`);
  });

  it('warns ahead where nothing has renewed what the kubelet comes up with', () => {
    const snapshot = [BY_PATH, pair([certificate(validDays(-340, 25))])];
    assert.deepEqual(kubeletRestart(snapshot, NOW, DEFAULT_THRESHOLDS), [
      {
        rule: 'kubelet-restart',
        severity: 'warning',
        location: BY_PATH.location,
        summary:
          'in 25 days, on 2026-06-26, the kubelet on node-1 stops coming up after a restart: /var/lib/kubelet/pki/kubelet-client-current.pem expires then, and there is no bootstrap kubeconfig that outlives it',
        when: NOW + days(25),
        nextStep:
          'before then: put a bootstrap kubeconfig with a live token (kubeadm token create) where --bootstrap-kubeconfig names it',
        runbook: 'KubecertKubeletRestartUnsafe',
      },
    ]);
  });

  const silent: readonly (readonly [string, Snapshot])[] = [
    ['about a kubelet that still has time to rotate', [BY_PATH, pair([certificate(validDays(-329, 36))])]],
    ['about one that can bootstrap for ever', [BY_PATH, pair([EXPIRED]), TOKEN]],
    ['where there is no kubelet', []],
  ];
  for (const [name, snapshot] of silent) {
    it(`is not made ${name}`, () => assert.deepEqual(kubeletRestart(snapshot, NOW, DEFAULT_THRESHOLDS), []));
  }
});
