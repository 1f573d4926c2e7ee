import { errorOfAnswer, errorOfFailure } from './GitLabError';

const now = new Date('2026-11-23T12:00:00Z');

describe('errorOfFailure', () => {
  const failed = (cause: object) =>
    Object.assign(new TypeError('fetch failed'), { cause });

  it.each([
    ['refused', { code: 'ECONNREFUSED' }],
    ['unknown by name', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
    ['not routed to', { code: 'EHOSTUNREACH', syscall: 'connect' }],
    [
      'not routed to at any of its addresses',
      {
        errors: [
          { code: 'ENETUNREACH', syscall: 'connect' },
          { code: 'ECONNREFUSED', syscall: 'connect' },
        ],
      },
    ],
  ])('says that nothing was sent to a GitLab that is %s', (_, cause) => {
    expect(errorOfFailure(failed(cause)).effect).toBe('not-sent');
  });

  it.each([
    // Linux says so of a connection that times out after the route has gone.
    ['loses its route', { code: 'EHOSTUNREACH', syscall: 'read' }],
    ['breaks off', { code: 'ECONNRESET', syscall: 'read' }],
    ['breaks off in its answer', { code: 'UND_ERR_SOCKET' }],
    ['fails in a way that nobody knows', {}],
    [
      'could not be reached at one address only',
      {
        errors: [
          { code: 'ECONNREFUSED', syscall: 'connect' },
          { code: 'ECONNRESET', syscall: 'read' },
        ],
      },
    ],
  ])('leaves it open what a GitLab has done that %s', (_, cause) => {
    expect(errorOfFailure(failed(cause)).effect).toBe('lost');
  });
});

describe('errorOfAnswer', () => {
  it.each<[number, string, string]>([
    [400, 'Reference not found', 'refused'],
    [
      400,
      '{"base":["Too many pipelines created in the last minute. Try again later."]}',
      'throttled',
    ],
    [408, '', 'lost'],
    [429, '', 'throttled'],
    [502, '', 'lost'],
  ])('reads %s %s as %s', (status, description, effect) => {
    const response = new Response(null, { status });
    expect(errorOfAnswer(response, description, now).effect).toBe(effect);
  });

  it.each([
    ['30', 30],
    ['0', 1],
    ['Mon, 23 Nov 2026 12:02:00 GMT', 120],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 1],
    ['99999999', 600],
    ['soon', undefined],
  ])('bounds a Retry-After of %s to %s seconds', (value, seconds) => {
    const response = new Response(null, {
      status: 429,
      headers: { 'retry-after': value },
    });
    expect(errorOfAnswer(response, '', now).retryAfterSeconds).toBe(seconds);
  });
});
