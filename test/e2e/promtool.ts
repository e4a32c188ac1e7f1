import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/**
 * Asserts that Prometheus' own parser reads an exposition, and that its linter objects to nothing but the unit in the
 * name of the one metric that is counted in days, since people think of certificates so.
 */
export function assertPromtoolAccepts(exposition: string): void {
  const { error, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: exposition,
    encoding: 'utf8',
  });
  assert.equal(error, undefined, 'promtool is not installed: apt-get install prometheus');
  const objections = (stdout + stderr).split('\n').filter((line) => line !== '');
  assert.deepEqual(objections, [
    'kubecert_certificate_days_to_expiry use base unit "seconds" instead of "days"',
  ]);
}
