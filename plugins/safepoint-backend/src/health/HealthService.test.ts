import { mockServices } from '@backstage/backend-test-utils';
import type { CallTrouble } from '../gitlab/CallPacer';
import { HealthService, type HealthServiceOptions } from './HealthService';

const now = new Date('2026-11-23T12:00:00Z');
const secondsAgo = (seconds: number) =>
  new Date(now.getTime() - seconds * 1_000);

function check(troubles: CallTrouble[]) {
  // Of all that is asked here only GitLab is in trouble.
  const answering = {
    knex: { select: async () => [], raw: () => '1' },
    storage: { statObject: async () => undefined },
    records: { measure: async () => ({ waiting: 0 }) },
    heartbeats: { check: async () => [] },
    postureStore: { measureOverdue: async () => ({ count: 0 }) },
  } as unknown as HealthServiceOptions;
  return new HealthService({
    ...answering,
    gitlabs: { troubles },
    logger: mockServices.logger.mock(),
    now: () => now,
  }).check();
}

const trouble = (since: number, lastAt: number): CallTrouble => ({
  kind: 'create',
  since: secondsAgo(since),
  lastAt: secondsAgo(lastAt),
  reason: 'GitLab answered 429',
});

it('says since when GitLab has not answered, and why', async () => {
  expect(await check([trouble(301, 10)])).toEqual({
    status: 'degraded',
    problems: [
      'GitLab has not answered calls of the kind create since 2026-11-23T11:54:59.000Z: GitLab answered 429.',
    ],
  });
});

it.each([
  ['a pause of a moment', trouble(299, 10)],
  ['what nobody asked GitLab since', trouble(3_600, 601)],
])('makes nothing of %s', async (_, one) => {
  expect(await check([one])).toEqual({ status: 'ok', problems: [] });
});

it('notes a pause while it lasts', async () => {
  const one = trouble(10, 10);
  expect(await check([{ ...one, pausedUntil: secondsAgo(-20) }])).toEqual({
    status: 'ok',
    problems: [],
    notes: [
      'Calls of the kind create to GitLab are not made until 2026-11-23T12:00:20.000Z: GitLab answered 429.',
    ],
  });
  expect(await check([{ ...one, pausedUntil: secondsAgo(1) }])).toEqual({
    status: 'ok',
    problems: [],
  });
});
