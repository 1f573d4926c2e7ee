import { type CallKind, planPause } from './planPause';

describe('planPause', () => {
  it.each<[string, CallKind, Parameters<typeof planPause>[1], number, number]>([
    ['as long as GitLab says', 'look-up', throttled(30), 1, 30],
    ['a minute where it does not say', 'create', throttled(), 1, 60],
    ['jobs, too, when GitLab says so', 'job', throttled(7), 1, 7],
    ['not at all for a refusal', 'look-up', { effect: 'refused' }, 9, 0],
    ['not at all by chance', 'look-up', { effect: 'lost' }, 2, 0],
    ['5 s at the third failure', 'look-up', { effect: 'lost' }, 3, 5],
    ['twice as long at each more', 'create', { effect: 'not-sent' }, 5, 20],
    ['a minute at most', 'look-up', { effect: 'lost' }, 50, 60],
    ['never a job that waits', 'job', { effect: 'lost' }, 50, 0],
    [
      'as long as an overloaded GitLab says',
      'look-up',
      { effect: 'lost', retryAfterSeconds: 40 },
      1,
      40,
    ],
  ])('waits %s', (_, kind, error, failures, seconds) => {
    expect(planPause(kind, error, failures)).toBe(seconds);
  });
});

function throttled(retryAfterSeconds?: number) {
  return { effect: 'throttled' as const, retryAfterSeconds };
}
