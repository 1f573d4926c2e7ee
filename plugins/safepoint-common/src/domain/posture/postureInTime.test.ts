import fc from 'fast-check';
import type { Deployment } from '../deployment';
import type { RecoveryPoint } from '../recoveryPoint';
import { decidePosture } from './decidePosture';
import type { DrillFact, Posture, PostureInput } from './Posture';
import { postureAsOf } from './postureAsOf';

const start = new Date('2026-03-01T00:00:00Z').getTime();
const day = 86_400_000;
const moment = fc
  .integer({ min: 0, max: 20 * day })
  .map(offset => new Date(start + offset));

const point: fc.Arbitrary<RecoveryPoint> = fc.record({
  id: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
  instanceId: fc.constant('i'),
  trigger: fc.constant('scheduled' as const),
  status: fc.constantFrom('available', 'available', 'failed', 'corrupt'),
  stateAt: moment,
  createdAt: moment,
  level: fc.constant('L3' as const),
  schemaSha256: fc.constantFrom('a', 'b', undefined),
  engineVersion: fc.constantFrom('PostgreSQL 15.1', 'PostgreSQL 16.0'),
});

const drill: fc.Arbitrary<DrillFact> = fc.record({
  recoveryPointId: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
  outcome: fc.constantFrom('passed', 'passed', 'failed'),
  level: fc.constantFrom('L2', 'L3', 'L4'),
  finishedAt: moment,
  recoverySeconds: fc.integer({ min: 1, max: 7_200 }),
});

const deployment: fc.Arbitrary<Deployment> = fc.record({
  id: fc.constantFrom('D1', 'D2'),
  entityRef: fc.constant('component:default/orders'),
  environment: fc.constant('production'),
  status: fc.constantFrom('succeeded', 'failed', 'running'),
  gatedAt: moment,
});

const unique = { selector: ({ id }: { id: string }) => id };

const input: fc.Arbitrary<PostureInput> = fc.record({
  instance: fc.constant({
    id: 'i',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    driver: 'postgres',
    identityStatus: 'accepted' as const,
  }),
  points: fc.uniqueArray(point, { ...unique, maxLength: 4 }),
  drills: fc.array(drill, { maxLength: 4 }),
  deployments: fc.uniqueArray(deployment, { ...unique, maxLength: 2 }),
  restores: fc.constant([]),
  objectives: fc.record({
    rpoSeconds: fc.integer({ min: 1, max: 10 * 86_400 }),
    rtoSeconds: fc.integer({ min: 1, max: 7_200 }),
    verifiedWithinSeconds: fc.integer({ min: 1, max: 10 * 86_400 }),
    verificationLevel: fc.constant('L3' as const),
  }),
  bound: fc.boolean(),
  now: moment,
});

/** Everything but ages. */
const kindOf = ({ verdict, reasons, rpo, rto, verified }: Posture) => ({
  verdict,
  reasons: reasons.map(({ code, severity, since }) => ({
    code,
    severity,
    since,
  })),
  met: [rpo.met, rto.met, verified.met],
});

describe('a posture in time', () => {
  it('is the same until changesAt, except for ages, which postureAsOf tells', () => {
    fc.assert(
      fc.property(
        input,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (facts, share) => {
          const posture = decidePosture(facts);
          const end = posture.changesAt?.getTime() ?? start + 100 * day;
          const between =
            facts.now.getTime() + share * (end - 1 - facts.now.getTime());
          const later = new Date(
            Math.max(Math.floor(between), facts.now.getTime()),
          );
          const decided = decidePosture({ ...facts, now: later });
          expect(postureAsOf(posture, later)).toEqual(decided);
          expect(kindOf(decided)).toEqual(kindOf(posture));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is another one at changesAt, and then has a later moment or none', () => {
    fc.assert(
      fc.property(input, facts => {
        const posture = decidePosture(facts);
        const { changesAt } = posture;
        fc.pre(changesAt !== undefined);
        expect(changesAt! > facts.now).toBe(true);
        const then = decidePosture({ ...facts, now: changesAt! });
        expect(kindOf(then)).not.toEqual(kindOf(posture));
        expect(
          then.changesAt === undefined || then.changesAt > changesAt!,
        ).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('survives being kept as JSON, ages included', () => {
    const [facts] = fc.sample(input, { numRuns: 1, seed: 4 });
    const { reasons } = decidePosture(facts);
    expect(
      JSON.parse(JSON.stringify(reasons.map(({ phrase }) => phrase))),
    ).toEqual(reasons.map(({ phrase }) => phrase));
  });
});
