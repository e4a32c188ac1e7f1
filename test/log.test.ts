import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogLevel } from '../src/config/values.ts';
import { parseConfig } from '../src/config.ts';
import { createLog, type Log, logListening, logStarted } from '../src/log.ts';
import { NOW } from './certificates.ts';

/** A log, and the text that it wrote. */
function writtenLog(level: LogLevel): { readonly log: Log; readonly text: () => string } {
  let text = '';
  const to = { write: (line: string) => void (text += line) };
  return { log: createLog(level, to, () => NOW), text: () => text };
}

describe('a log', () => {
  it('writes one line of JSON, without what is not known', () => {
    const { log, text } = writtenLog('info');
    log.warn({ location: '/a.crt', node: undefined }, 'problem appeared');
    assert.equal(
      text(),
      '{"level":"warn","time":"2026-06-01T00:00:00.000Z","location":"/a.crt","msg":"problem appeared"}\n',
    );
  });

  it('leaves out what is less severe than its level', () => {
    const { log, text } = writtenLog('warn');
    log.info({}, 'listening');
    log.debug({}, 'certificate appeared');
    assert.equal(text(), '');
    assert.deepEqual([log.isLevelEnabled('info'), log.isLevelEnabled('error')], [false, true]);
  });

  it('begins with what runs and what it watches', () => {
    const { log, text } = writtenLog('info');
    logStarted(log, '0.1.0', parseConfig('files: { paths: [/a] }', 'config.yaml', { NODE_NAME: 'cp-1' }));
    assert.equal(
      text(),
      '{"level":"info","time":"2026-06-01T00:00:00.000Z","version":"0.1.0","node":"cp-1","host_root":"/",' +
        '"distributions":"auto","paths":["/a"],"exclude":[],"interval":"1m","max_file_size":"1Mi","msg":"started"}\n',
    );
  });

  it('says where it listens', () => {
    const { log, text } = writtenLog('info');
    logListening(log, { host: '::1', port: 9797 });
    assert.equal(
      text(),
      '{"level":"info","time":"2026-06-01T00:00:00.000Z","address":"[::1]:9797","msg":"listening"}\n',
    );
  });
});
