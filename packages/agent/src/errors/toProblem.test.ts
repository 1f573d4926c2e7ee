import { SafepointApiError } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import { toProblem } from './toProblem';

it.each([
  [403, 'portal-refused'],
  [409, 'portal-refused'],
  [500, 'portal-failed'],
  [503, 'portal-failed'],
  [507, 'storage-full'],
])('names an answer %d of the portal %s', (status, kind) => {
  const error = new SafepointApiError('as it was said', status, 'Error');
  expect(toProblem(error)).toEqual({ kind, message: 'as it was said' });
});

it('keeps the kind of an error of ours and gives others none', () => {
  const ours = new SafepointError({ kind: 'dump-failed', message: 'ours' });
  expect(toProblem(ours)).toEqual({ kind: 'dump-failed', message: 'ours' });
  const foreign = Object.assign(new Error('foreign'), { kind: 'dump-failed' });
  expect(toProblem(foreign)).toEqual({
    kind: 'unexpected',
    message: 'foreign',
  });
  expect(toProblem('text').message).toBe('text');
});

it('keeps a message within what the portal takes', () => {
  expect(toProblem(new Error('x'.repeat(9_000))).message).toHaveLength(4_000);
});
