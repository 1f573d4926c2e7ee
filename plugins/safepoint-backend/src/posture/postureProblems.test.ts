import {
  decidePosture,
  type PostureInput,
} from '@safepoint/backstage-plugin-safepoint-common';
import { type ProblemContext, postureProblems } from './postureProblems';

const now = new Date('2026-03-10T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const objectives = {
  rpoSeconds: 86_400,
  rtoSeconds: 3_600,
  verifiedWithinSeconds: 7 * 86_400,
  verificationLevel: 'L3' as const,
};
const facts: PostureInput = {
  instance: {
    id: 'i',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    driver: 'postgres',
    identityStatus: 'accepted',
  },
  points: [],
  drills: [],
  deployments: [],
  restores: [],
  objectives,
  bound: true,
  now,
};
const point = {
  id: 'P1',
  instanceId: 'i',
  trigger: 'scheduled' as const,
  status: 'available' as const,
  stateAt: hoursAgo(30),
  createdAt: hoursAgo(30),
  level: 'L3' as const,
};
const drill = {
  recoveryPointId: 'P1',
  outcome: 'passed' as const,
  level: 'L3' as const,
  finishedAt: hoursAgo(29),
};
const context: ProblemContext = {
  entityRef: 'resource:default/orders-db',
  environment: 'production',
  production: true,
  objectives,
  knownSince: hoursAgo(1_000),
  now,
};
const problemsOf = (
  change: Partial<PostureInput>,
  more: Partial<ProblemContext> = {},
) =>
  postureProblems(decidePosture({ ...facts, ...change }), {
    ...context,
    ...more,
  });

it('are none of a store that is protected', () => {
  const fresh = { ...point, stateAt: hoursAgo(1), createdAt: hoursAgo(1) };
  expect(problemsOf({ points: [fresh], drills: [drill] })).toEqual({
    problems: [],
  });
});

it('say what is wrong since when, what to do and where', () => {
  const missed = { points: [point], drills: [drill] };
  expect(problemsOf(missed).problems).toEqual([
    {
      code: 'rpo-missed',
      severity: 'critical',
      title: 'orders-db (production): the newest recovery point is too old',
      text: 'The newest recovery point is of 2026-03-09T06:00:00.000Z; only 1 day is tolerated. See why backups stopped, and back up now.',
      link: '/catalog/default/resource/orders-db/recovery?environment=production',
      since: hoursAgo(6),
    },
  ]);
});

it('read the same as long as they are the same', () => {
  const missed = { points: [point], drills: [drill] };
  const later = new Date(now.getTime() + 3_600_000);
  expect(problemsOf({ ...missed, now: later }, { now: later })).toEqual(
    problemsOf(missed),
  );
});

it('say of a proof when it was, and never how long ago', () => {
  const fresh = { ...point, stateAt: hoursAgo(1), schemaSha256: 'a' };
  const later = { ...fresh, id: 'P2', stateAt: now, schemaSha256: 'b' };
  const stale = { ...drill, finishedAt: hoursAgo(8 * 24) };
  const texts = (change: Partial<PostureInput>) =>
    problemsOf(change).problems.map(({ text }) => text);
  expect(texts({ points: [fresh], drills: [stale] })).toEqual([
    'The last proven restore is of 2026-03-02T12:00:00.000Z; it must not be older than 7 days. See why drills stopped, and run a drill.',
  ]);
  expect(texts({ points: [later, fresh], drills: [drill] })).toEqual([
    'The restore that was proven to level L3 at 2026-03-09T07:00:00.000Z, proves nothing of now: the schema has moved since; run a drill.',
  ]);
});

it('are less loud outside of production', () => {
  const { problems } = problemsOf(
    { points: [point], drills: [drill] },
    { production: false },
  );
  expect(problems.map(({ severity }) => severity)).toEqual(['high']);
});

it('are one for each deployment that is bad, and none for damage that the scrub tells of', () => {
  const { problems } = problemsOf({
    points: [
      { ...point, id: 'P2', stateAt: hoursAgo(1) },
      { ...point, id: 'P3', status: 'missing' },
      { ...point, id: 'P4', status: 'missing' },
    ],
    drills: [{ ...drill, recoveryPointId: 'P2' }],
    deployments: [
      {
        id: 'D1',
        entityRef: 'component:default/orders',
        environment: 'production',
        status: 'failed',
        gatedAt: hoursAgo(2),
      },
    ],
  });
  expect(problems.map(({ code }) => code)).toEqual(['data-in-doubt:D1']);
});

it('do not name what never happened before it could have', () => {
  const known = (hours: number) =>
    problemsOf({}, { knownSince: hoursAgo(hours) });
  expect(known(23)).toEqual({ problems: [], changesAt: hoursAgo(-1) });
  expect(known(25).problems.map(({ code, since }) => [code, since])).toEqual([
    ['never-saved', hoursAgo(1)],
  ]);
  expect(known(25).changesAt).toEqual(hoursAgo(25 - 7 * 24));
  expect(known(8 * 24).problems.map(({ code }) => code)).toEqual([
    'never-saved',
    'never-verified',
  ]);
});
