import { SafepointApiError } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import { isPortalUnreachable } from './isPortalUnreachable';

const unreachable = new SafepointError({
  kind: 'portal-unreachable',
  message: 'ECONNREFUSED',
});
const answered = (status: number) =>
  new SafepointApiError('an answer', status, 'Error');

describe('a portal that cannot be reached', () => {
  it.each<[string, unknown, boolean]>([
    ['no connection', unreachable, true],
    ['bad gateway', answered(502), true],
    ['not available', answered(503), true],
    ['broken', answered(500), true],
    ['not allowed', answered(403), false],
    ['not authenticated', answered(401), false],
    ['a conflict', answered(409), false],
    ['too many requests', answered(429), false],
    ['its storage is full', answered(507), false],
    [
      'a lease that ran out unheard',
      new SafepointError({
        kind: 'lease-lost',
        message: 'gone',
        cause: unreachable,
      }),
      true,
    ],
    [
      'a lease that somebody else holds',
      new SafepointError({
        kind: 'lease-lost',
        message: 'gone',
        cause: answered(409),
      }),
      false,
    ],
    [
      'the storage is away',
      new SafepointError({ kind: 'storage-unreachable', message: 'gone' }),
      false,
    ],
    ['a database error', new Error('ECONNREFUSED'), false],
    ['nothing', undefined, false],
  ])('%s', (_, error, expected) => {
    expect(isPortalUnreachable(error)).toBe(expected);
  });
});
