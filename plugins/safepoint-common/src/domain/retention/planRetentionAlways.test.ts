import fc from 'fast-check';
import { isHolding } from './Hold';
import { isComplete } from './completePoints';
import { planRetention } from './planRetention';
import type { RetainedPoint, RetentionInput } from './RetentionPlan';
import { inputOf } from './testUtils/retentionExamples';

const hour = 3_600_000;
const start = Date.UTC(2024, 0, 1);
const at = (hours: number) => new Date(start + hours * hour);
/** Three years, so that every rule has something to say. */
const hours = fc.integer({ min: 0, max: 3 * 365 * 24 });
const few = fc.integer({ min: 0, max: 6 });
const names = Array.from({ length: 40 }, (_, index) =>
  `p${index}`.padStart(3, '0'),
);
const someNames = fc.subarray(names, { maxLength: 5 });

const points: fc.Arbitrary<RetainedPoint[]> = fc
  .uniqueArray(fc.constantFrom(...names), { maxLength: 40 })
  .chain(ids =>
    fc.tuple(
      ...ids.map(id =>
        fc.record({
          id: fc.constant(id),
          instanceId: fc.constant('instance'),
          trigger: fc.constantFrom(
            'scheduled' as const,
            'pre-deploy' as const,
            'external' as const,
          ),
          // Mostly whole ones.
          status: fc.oneof(
            { weight: 8, arbitrary: fc.constant('available' as const) },
            {
              weight: 2,
              arbitrary: fc.constantFrom(
                'expired' as const,
                'corrupt' as const,
                'running' as const,
                'lost' as const,
                'deleted' as const,
              ),
            },
          ),
          stateAt: hours.map(at),
          createdAt: hours.map(at),
          level: fc.constantFrom('L0' as const, 'L1' as const, 'L3' as const),
          quarantined: fc.boolean().map(yes => yes && id.endsWith('7')),
          deploymentId: fc.option(fc.constantFrom('d1', 'd2', 'd3'), {
            nil: undefined,
          }),
          lockedUntil: fc.option(hours.map(at), {
            nil: undefined,
            freq: 2,
          }),
        }),
      ),
    ),
  );

const inputs: fc.Arbitrary<RetentionInput> = fc
  .record({
    points,
    rules: fc.record({
      last: few,
      daily: few,
      weekly: few,
      monthly: few,
      yearly: few,
      pinDeploymentsSeconds: fc.integer({ min: 0, max: 90 * 86_400 }),
      immutableForSeconds: fc.constant(0),
    }),
    lastKnownGood: fc.option(fc.constantFrom(...names), { nil: undefined }),
    deployments: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('d1', 'd2'),
        entityRef: fc.constant('component:default/orders'),
        environment: fc.constant('production'),
        status: fc.constantFrom('running' as const, 'failed' as const),
        gatedAt: hours.map(at),
        finishedAt: hours.map(at),
        recoveryPointIds: someNames,
      }),
      { selector: ({ id }) => id },
    ),
    holds: fc.array(
      fc.record({
        id: fc.constant('hold'),
        kind: fc.constantFrom('legal-hold' as const, 'pin' as const),
        recoveryPointId: fc.constantFrom(...names),
        reason: fc.constant('audit'),
        until: hours.map(at),
        releasedAt: fc.option(hours.map(at), { nil: undefined }),
      }),
      { maxLength: 4 },
    ),
    inUse: someNames,
    mates: someNames,
    now: hours.map(at),
  })
  .map(({ mates, ...facts }) =>
    inputOf(facts.points, {
      ...facts,
      keptMates: mates.map(recoveryPointId => ({
        recoveryPointId,
        mateId: 'mate',
      })),
    }),
  );

const idsOf = (input: RetentionInput, keep: boolean) =>
  planRetention(input)
    .filter(decision => decision.keep === keep)
    .map(({ point }) => point.id);
const going = (input: RetentionInput) => new Set(idsOf(input, false));
const complete = (input: RetentionInput) =>
  input.points.filter(isComplete).sort((a, b) => +b.stateAt - +a.stateAt);
const always = (property: (input: RetentionInput) => void) =>
  fc.assert(fc.property(inputs, property), { numRuns: 400 });

describe('planRetention never lets go', () => {
  it('everything, nor the newest point', () =>
    always(input => {
      const all = complete(input);
      if (all.length === 0) return;
      const gone = going(input);
      const youngest = +all[0].stateAt;
      expect(
        all.some(({ id, stateAt }) => +stateAt === youngest && !gone.has(id)),
      ).toBe(true);
    }));

  it('the newest point that is proven as the objectives ask', () =>
    always(input => {
      const proven = complete(input).filter(({ level }) => level === 'L3');
      const gone = going(input);
      if (proven.length === 0) return;
      const youngest = +proven[0].stateAt;
      expect(
        proven.some(
          ({ id, stateAt }) => +stateAt === youngest && !gone.has(id),
        ),
      ).toBe(true);
    }));

  it('the last known good, what is used, and the rest of a set', () =>
    always(input => {
      const gone = going(input);
      const { inUse, keptMates, lastKnownGood } = input;
      const safe = [
        lastKnownGood,
        ...inUse,
        ...keptMates.map(mate => mate.recoveryPointId),
      ];
      expect(safe.filter(id => id && gone.has(id))).toEqual([]);
    }));

  it('what is held, pinned or locked', () =>
    always(input => {
      const gone = going(input);
      const { holds, now } = input;
      const held = holds
        .filter(hold => isHolding(hold, now))
        .map(hold => hold.recoveryPointId);
      const locked = input.points
        .filter(({ lockedUntil }) => lockedUntil && lockedUntil > now)
        .map(({ id }) => id);
      expect([...held, ...locked].filter(id => gone.has(id))).toEqual([]);
    }));

  it('what stands behind a deployment that is open or within its window', () =>
    always(input => {
      const gone = going(input);
      const { deployments, now, rules } = input;
      const pinned = deployments
        .filter(
          ({ status, finishedAt }) =>
            status === 'running' ||
            +finishedAt! + rules.pinDeploymentsSeconds * 1000 > +now,
        )
        .flatMap(({ id, recoveryPointIds }) => [
          ...recoveryPointIds,
          ...input.points
            .filter(({ deploymentId }) => deploymentId === id)
            .map(point => point.id),
        ]);
      expect(pinned.filter(id => gone.has(id))).toEqual([]);
    }));

  it('anything that is not whole, signed and its own', () =>
    always(input => {
      const gone = going(input);
      const whole = new Set(complete(input).map(({ id }) => id));
      expect([...gone].filter(id => !whole.has(id))).toEqual([]);
    }));
});

describe('planRetention', () => {
  it('has a reason for every decision', () =>
    always(input => {
      for (const { reasons } of planRetention(input)) {
        expect(reasons.length).toBeGreaterThan(0);
        reasons.forEach(({ message }) => expect(message).toMatch(/\.$|: /));
      }
    }));

  it('does not depend on the order of what it is told', () =>
    fc.assert(
      fc.property(
        inputs.chain(input =>
          fc.tuple(
            fc.constant(input),
            fc.shuffledSubarray(input.points, {
              minLength: input.points.length,
            }),
          ),
        ),
        ([input, shuffled]) => {
          expect(planRetention({ ...input, points: shuffled })).toEqual(
            planRetention(input),
          );
        },
      ),
    ));

  it('decides the same of what stays once the rest is gone', () =>
    always(input => {
      const gone = going(input);
      const rest = input.points.filter(({ id }) => !gone.has(id));
      expect(planRetention({ ...input, points: rest })).toEqual(
        planRetention(input).filter(({ keep }) => keep),
      );
    }));

  /**
   * What may bring a point back is in the input and stays as it is here: rules, holds, pins, deployments,
   * use, proofs, the last known good and the recovery set. Time passes and points are added, of any moment.
   */
  it('never brings back by time or by further points what was to go', () =>
    fc.assert(
      fc.property(
        inputs,
        points,
        fc.integer({ min: 0, max: 100_000 }),
        (input, further, laterBy) => {
          const known = new Set(input.points.map(({ id }) => id));
          const after = {
            ...input,
            points: [
              ...input.points,
              ...further.filter(({ id }) => !known.has(id)),
            ],
            now: new Date(+input.now + laterBy * hour),
          };
          const kept = new Set(idsOf(after, true));
          expect([...going(input)].filter(id => kept.has(id))).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    ));

  it('frees a point at the moment that it names, and not before', () =>
    always(input => {
      for (const { point, keep, deletableFrom } of planRetention(input)) {
        if (!keep || !deletableFrom) continue;
        expect(going({ ...input, now: deletableFrom })).toContain(point.id);
        const just = new Date(+deletableFrom - 1);
        expect(going({ ...input, now: just })).not.toContain(point.id);
      }
    }));
});
