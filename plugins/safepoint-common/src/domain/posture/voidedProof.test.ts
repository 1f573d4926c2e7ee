import { phraseText } from '../phrase';
import type { RecoveryPoint } from '../recoveryPoint';
import { decidePosture } from './decidePosture';
import type { DrillFact, PostureInput } from './Posture';

const now = new Date('2026-03-10T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const facts = {
  engineVersion: 'PostgreSQL 15.6',
  schemaSha256: 'a'.repeat(64),
  extensions: [{ name: 'pgcrypto', version: '1.3' }],
};

const point = (
  id: string,
  hours: number,
  more: Partial<RecoveryPoint> = {},
): RecoveryPoint => ({
  id,
  instanceId: 'i',
  trigger: 'scheduled',
  status: 'available',
  stateAt: hoursAgo(hours),
  createdAt: hoursAgo(hours),
  level: 'L3',
  ...facts,
  ...more,
});

const drillOf = (recoveryPointId: string, hours: number): DrillFact => ({
  recoveryPointId,
  outcome: 'passed',
  level: 'L3',
  finishedAt: hoursAgo(hours),
  recoverySeconds: 90,
});

const input = (points: RecoveryPoint[], drills: DrillFact[]): PostureInput => ({
  instance: {
    id: 'i',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    driver: 'postgres',
    identityStatus: 'accepted',
  },
  points,
  drills,
  deployments: [],
  restores: [],
  objectives: {
    rpoSeconds: 86_400,
    rtoSeconds: 3_600,
    verifiedWithinSeconds: 7 * 86_400,
    verificationLevel: 'L3',
  },
  bound: true,
  now,
});

describe('a proof', () => {
  it.each<[string, Partial<RecoveryPoint>, string]>([
    [
      'a new major version',
      { engineVersion: 'PostgreSQL 16.1', schemaSha256: 'b'.repeat(64) },
      'the version of the database has moved',
    ],
    [
      'another schema',
      { schemaSha256: 'b'.repeat(64) },
      'the schema has moved',
    ],
    [
      'an extension of another version',
      { extensions: [{ name: 'pgcrypto', version: '1.4' }] },
      'the extensions have moved',
    ],
    [
      'an extension that came, and another schema',
      {
        schemaSha256: 'b'.repeat(64),
        extensions: [
          { name: 'postgis', version: '3.3' },
          { name: 'pgcrypto', version: '1.3' },
        ],
      },
      'the schema and the extensions have moved',
    ],
  ])('is void after %s, and says so', (_, moved, words) => {
    const points = [
      point('P3', 1, moved),
      point('P2', 3, moved),
      point('P1', 5),
    ];
    const posture = decidePosture(input(points, [drillOf('P1', 4)]));
    expect(posture.verdict).toBe('at-risk');
    const found = posture.reasons.find(({ code }) => code === 'proof-void');
    expect(found?.message).toBe(
      `The restore that was proven to level L3, 4 hours ago, proves nothing of now: ${words} since; run a drill.`,
    );
    expect(phraseText(found?.phrase ?? [])).toBe(found?.message);
    expect(found?.since).toEqual(hoursAgo(3));
    expect(posture.verified.met).toBe(false);
  });

  it.each<[string, Partial<RecoveryPoint>]>([
    ['a minor version', { engineVersion: 'PostgreSQL 15.7' }],
    ['a point that does not say its schema', { schemaSha256: undefined }],
    ['a point that does not say its extensions', { extensions: undefined }],
    [
      'a quarantined point',
      { schemaSha256: 'b'.repeat(64), quarantined: true },
    ],
    ['a failed attempt', { schemaSha256: 'b'.repeat(64), status: 'failed' }],
  ])('still holds after %s', (_, later) => {
    const points = [point('P2', 1, later), point('P1', 5)];
    const { reasons, verified } = decidePosture(
      input(points, [drillOf('P1', 4)]),
    );
    expect(reasons.map(({ code }) => code)).not.toContain('proof-void');
    expect(verified.met).toBe(true);
  });

  it('is the newest one that holds, though a point of the old schema was drilled later', () => {
    const moved = { schemaSha256: 'b'.repeat(64) };
    const points = [point('P2', 3, moved), point('P1', 9)];
    const drills = [drillOf('P1', 1), drillOf('P2', 2)];
    const posture = decidePosture(input(points, drills));
    expect(posture.verifiedRecoveryPointId).toBe('P2');
    expect(posture.verdict).toBe('protected');
  });

  it('does not grow stale when it is void already', () => {
    const points = [
      point('P2', 1, { schemaSha256: 'b'.repeat(64) }),
      point('P1', 5),
    ];
    const { changesAt } = decidePosture(input(points, [drillOf('P1', 4)]));
    expect(changesAt).toEqual(new Date(hoursAgo(-23).getTime() + 1));
  });
});
