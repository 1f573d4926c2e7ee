import { SafepointApiError } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import { exitCodeOf } from './exitCodes';

it.each([
  ['usage', 2],
  ['config-invalid', 2],
  ['connection-invalid', 2],
  ['identity-invalid', 2],
  ['portal-unexpected', 3],
  ['store-unreachable', 4],
  ['tool-too-old', 4],
  ['target-unfit', 4],
  ['dump-failed', 4],
  ['dump-not-understood', 4],
  ['restore-failed', 4],
  ['switch-refused', 4],
  ['storage-full', 5],
  ['part-mismatch', 5],
  ['upload-not-found', 5],
  ['object-not-found', 5],
  ['object-corrupt', 6],
  ['object-truncated', 6],
  ['object-missing', 6],
  ['manifest-missing', 6],
  ['manifest-signature-invalid', 6],
  ['header-not-for-us', 6],
  ['drill-failed', 6],
  ['verification-failed', 6],
  ['portal-unreachable', 7],
  ['gitlab-unreachable', 7],
  ['gitlab-refused', 3],
  ['portal-failed', 7],
  ['lease-lost', 8],
  ['aborted', 8],
  ['never-heard-of', 1],
])('an error of kind %s ends with %d', (kind, code) => {
  expect(exitCodeOf(new SafepointError({ kind, message: '' }))).toBe(code);
});

it.each([
  [400, 3],
  [401, 3],
  [403, 3],
  [409, 3],
  [500, 7],
  [503, 7],
  [507, 5],
])('an answer %d of the portal ends with %d', (status, code) => {
  expect(exitCodeOf(new SafepointApiError('no', status, 'Error'))).toBe(code);
});

it('anything else is unexpected', () => {
  expect(exitCodeOf(new TypeError('oops'))).toBe(1);
  expect(exitCodeOf(undefined)).toBe(1);
});
