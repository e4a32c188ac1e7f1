import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogLevel } from '../../src/config/values.ts';
import { changeLine, changeLog } from '../../src/log/change.ts';
import type { Log } from '../../src/log.ts';
import type { Holding, Kubeconfig } from '../../src/model.ts';
import type { SourceState } from '../../src/store.ts';
import { sampleCertificate, validDays } from '../certificates.ts';

const OLD = sampleCertificate({ fingerprintSha256: 'a'.repeat(64), ...validDays(-300, 10) });
const NEW = sampleCertificate({ fingerprintSha256: 'b'.repeat(64), ...validDays(0, 365) });
const KUBECONFIG: Kubeconfig = { kind: 'kubeconfig', users: [], clusters: [] };

const HOLDING: Holding = {
  location: { path: '/etc/kubernetes/pki/apiserver.crt', source: 'files', node: 'cp-1' },
  placement: {},
  contents: [NEW],
  problems: [],
  predecessor: [],
};
const SOURCE: SourceState = { name: 'files', node: 'cp-1', up: true, locations: 30, errors: new Map() };
const PLACE = { location: '/etc/kubernetes/pki/apiserver.crt', source: 'files', node: 'cp-1' };

describe('the log line of a change', () => {
  it('of a certificate that appeared says whose it is and until when', () => {
    assert.deepEqual(changeLine({ kind: 'appeared', holding: HOLDING }), {
      level: 'info',
      message: 'certificate appeared',
      fields: {
        ...PLACE,
        subject: 'CN=kube-apiserver',
        fingerprint: 'bbbbbbbbbbbbbbbb',
        not_after: '2027-06-01T00:00:00Z',
      },
    });
  });

  it('of a renewal says what was there before', () => {
    assert.deepEqual(changeLine({ kind: 'replaced', holding: HOLDING, predecessor: [OLD] }), {
      level: 'info',
      message: 'certificate replaced',
      fields: {
        ...PLACE,
        subject: 'CN=kube-apiserver',
        fingerprint: 'bbbbbbbbbbbbbbbb',
        not_after: '2027-06-01T00:00:00Z',
        previous_fingerprint: 'aaaaaaaaaaaaaaaa',
        previous_not_after: '2026-06-11T00:00:00Z',
      },
    });
  });

  it('of a chain tells of its first certificate and counts the others', () => {
    const { fields } = changeLine({ kind: 'gone', holding: { ...HOLDING, contents: [NEW, OLD] } });
    assert.deepEqual([fields['fingerprint'], fields['certificates']], ['bbbbbbbbbbbbbbbb', 2]);
  });

  it('of a kubeconfig names its place alone', () => {
    assert.deepEqual(changeLine({ kind: 'gone', holding: { ...HOLDING, contents: [KUBECONFIG] } }), {
      level: 'info',
      message: 'kubeconfig gone',
      fields: PLACE,
    });
  });

  it('of a problem has its reason, when it appears and when it is cleared', () => {
    const problem = { reason: 'empty', message: 'the file is empty' } as const;
    const fields = { ...PLACE, reason: 'empty', problem: 'the file is empty' };
    assert.deepEqual(changeLine({ kind: 'problem', holding: HOLDING, problem }), {
      level: 'warn',
      message: 'problem appeared',
      fields,
    });
    assert.deepEqual(changeLine({ kind: 'cleared', holding: HOLDING, problem }), {
      level: 'info',
      message: 'problem cleared',
      fields,
    });
  });

  it('of a source says which one', () => {
    assert.deepEqual(changeLine({ kind: 'source-up', source: SOURCE }), {
      level: 'info',
      message: 'source up',
      fields: { source: 'files', node: 'cp-1', locations: 30 },
    });
    assert.deepEqual(changeLine({ kind: 'source-down', source: SOURCE }), {
      level: 'error',
      message: 'source down',
      fields: { source: 'files', node: 'cp-1' },
    });
    assert.deepEqual(
      changeLine({ kind: 'source-error', source: SOURCE, message: '/host cannot be listed' }),
      {
        level: 'error',
        message: 'source failed',
        fields: { source: 'files', node: 'cp-1', error: '/host cannot be listed' },
      },
    );
  });

  it('spells out what would control a terminal', () => {
    const location = { path: '/etc/\u009b2J.crt', source: 'files' } as const;
    const problem = { reason: 'malformed', message: '\u202e' } as const;
    const { fields } = changeLine({ kind: 'problem', holding: { ...HOLDING, location }, problem });
    assert.deepEqual([fields['location'], fields['problem']], ['/etc/\\u009b2J.crt', '\\u202e']);
  });
});

describe('the log of changes', () => {
  /** A log that keeps what it is told: level and message. */
  function keptLog(least: 'debug' | 'info'): { readonly log: Log; readonly lines: string[] } {
    const lines: string[] = [];
    const keep = (level: LogLevel) => (_: unknown, message: string) => void lines.push(`${level} ${message}`);
    const log = {
      debug: keep('debug'),
      info: keep('info'),
      warn: keep('warn'),
      error: keep('error'),
      isLevelEnabled: (level: LogLevel) => level !== 'debug' || least === 'debug',
    };
    return { log, lines };
  }

  it('counts what is there at the first look, instead of naming all of it', () => {
    const { log, lines } = keptLog('info');
    const tell = changeLog(log);
    tell({ kind: 'appeared', holding: HOLDING });
    tell({ kind: 'source-up', source: SOURCE });
    tell({ kind: 'appeared', holding: HOLDING });
    assert.deepEqual(lines, ['info source up', 'info certificate appeared']);
  });

  it('names it when it is asked to', () => {
    const { log, lines } = keptLog('debug');
    changeLog(log)({ kind: 'appeared', holding: HOLDING });
    assert.deepEqual(lines, ['debug certificate appeared']);
  });

  it('tells of problems from the first look on', () => {
    const { log, lines } = keptLog('info');
    changeLog(log)({ kind: 'problem', holding: HOLDING, problem: { reason: 'empty', message: '' } });
    assert.deepEqual(lines, ['warn problem appeared']);
  });

  it('tells one node from another', () => {
    const { log, lines } = keptLog('info');
    const tell = changeLog(log);
    tell({ kind: 'source-up', source: { ...SOURCE, node: 'cp-2' } });
    tell({ kind: 'appeared', holding: HOLDING });
    assert.deepEqual(lines, ['info source up']);
  });

  it('tells of what appears after a source came back', () => {
    const { log, lines } = keptLog('info');
    const tell = changeLog(log);
    tell({ kind: 'source-up', source: SOURCE });
    tell({ kind: 'source-down', source: SOURCE });
    tell({ kind: 'appeared', holding: HOLDING });
    assert.equal(lines.at(-1), 'info certificate appeared');
  });
});
