import fc from 'fast-check';
import { shareOf } from './jitter';
import { nextSlot } from './occurrences';
import { planTurn, type TurnInput, turnWithoutDelay } from './planTurn';
import { firstTurn, turnAfter, type TurnRule } from './turn';

const schedule = { cron: '0 * * * *', timezone: 'UTC' };
const key = {
  instanceId: '01JZ00000000000000000000AB',
  kind: 'backup' as const,
};
const maxJitterSeconds = 300;
const rule = { key, schedule, maxJitterSeconds };
const jitter = Math.floor(shareOf(key) * 300) * 1_000;
const at = (text: string) => new Date(`2026-05-01T${text}Z`);
const after = (moment: Date, seconds: number) =>
  new Date(moment.getTime() + seconds * 1_000);

const turn = turnAfter(rule, at('09:30:00'))!;
const input: TurnInput = { ...rule, turn, now: after(turn.dueAt, 5) };

it('is the slot and the jitter of the instance', () => {
  expect(jitter).toBeGreaterThan(0);
  expect(turn).toEqual({
    slot: at('10:00:00'),
    dueAt: new Date(at('10:00:00').getTime() + jitter),
  });
});

it('starts what is due, and the next turn has the distance of the slots', () => {
  expect(planTurn(input)).toEqual({
    action: 'start',
    slot: turn.slot,
    next: { slot: at('11:00:00'), dueAt: after(turn.dueAt, 3_600) },
  });
});

describe('after an outage', () => {
  const late = { ...input, now: at('14:20:00') };

  it('spreads the fleet once', () => {
    const plan = planTurn(late);
    expect(plan).toMatchObject({
      action: 'postpone',
      because: 'catch-up',
      dueAt: new Date(late.now.getTime() + jitter),
    });
    const next = { ...turn, dueAt: after(late.now, jitter / 1_000) };
    expect(
      planTurn({
        ...late,
        turn: next,
        delay: 'catch-up',
        now: after(late.now, 7_200),
      }),
    ).toMatchObject({ action: 'start', slot: at('16:00:00') });
  });

  it('starts the newest slot, once, and says what was missed', () => {
    expect(planTurn({ ...late, delay: 'catch-up' })).toEqual({
      action: 'start',
      slot: at('14:00:00'),
      missedSince: at('10:00:00'),
      next: {
        slot: at('15:00:00'),
        dueAt: new Date(at('15:00:00').getTime() + jitter),
      },
    });
  });

  it('says nothing of one that is only late', () => {
    const plan = planTurn({ ...late, delay: 'catch-up', now: at('10:59:00') });
    expect(plan).toMatchObject({ action: 'start', slot: turn.slot });
    expect(plan).not.toHaveProperty('missedSince');
  });

  it('does not take one that waited for the store for one that was missed', () => {
    expect(planTurn({ ...late, delay: 'store-busy' }).action).toBe('start');
  });
});

it('waits where something is in the way, and does not give up the slot', () => {
  const obstacle = { because: 'store-busy' as const, reason: 'A deployment.' };
  expect(planTurn({ ...input, obstacle })).toEqual({
    action: 'wait',
    ...obstacle,
    lookAt: after(input.now, 60),
  });
  expect(
    planTurn({
      ...input,
      obstacle: { because: 'no-recovery-project', reason: 'No binding.' },
    }),
  ).toMatchObject({ action: 'wait', lookAt: after(input.now, 1_800) });
});

it('comes after a window and after a pause', () => {
  const endsAt = at('12:00:00');
  expect(
    planTurn({ ...input, window: { name: 'noon', endsAt } }),
  ).toMatchObject({
    because: 'maintenance',
    dueAt: after(endsAt, jitter / 1_000),
  });
  const pause = {
    until: endsAt,
    reason: 'migration',
    by: 'u',
    at: at('08:00:00'),
  };
  expect(planTurn({ ...input, pause })).toMatchObject({
    because: 'paused',
    dueAt: after(endsAt, jitter / 1_000),
  });
  expect(
    planTurn({ ...input, pause: { ...pause, until: input.now } }),
  ).toMatchObject({ action: 'start' });
});

it('comes at once when a pause is lifted after its time, and else as it was meant', () => {
  const late = { ...turn, dueAt: at('23:00:00') };
  expect(turnWithoutDelay(rule, late, at('10:30:00')).dueAt).toEqual(
    at('10:30:00'),
  );
  expect(turnWithoutDelay(rule, late, at('09:30:00')).dueAt).toEqual(
    turn.dueAt,
  );
});

describe('by a schedule that is new', () => {
  it('begins with what comes', () => {
    expect(firstTurn(rule, undefined, at('09:30:00'))).toEqual(turn);
  });

  it('goes on after the last slot, with the newest one where that is over', () => {
    expect(firstTurn(rule, at('07:00:00'), at('09:30:00'))?.slot).toEqual(
      at('09:00:00'),
    );
    expect(firstTurn(rule, at('09:00:00'), at('09:30:00'))).toEqual(turn);
  });
});

/** Ticks with those pauses between them; what was started. */
function play(own: TurnRule, begin: Date, pauses: number[]) {
  let current = turnAfter(own, begin)!;
  let delay: TurnInput['delay'];
  let now = begin;
  const started: { from: Date; to: Date; nextSlot: Date; early: number }[] = [];
  for (const seconds of pauses) {
    now = after(now, seconds);
    if (current.dueAt > now) continue;
    const plan = planTurn({ ...own, turn: current, delay, now });
    if (plan.action === 'start') {
      const next = plan.next!;
      started.push({
        from: plan.missedSince ?? plan.slot,
        to: plan.slot,
        nextSlot: next.slot,
        early: next.dueAt.getTime() - now.getTime(),
      });
      current = next;
      delay = undefined;
    } else if (plan.action === 'postpone') {
      current = { ...current, dueAt: plan.dueAt };
      delay = plan.because;
    }
  }
  return started;
}

it('uses every slot once and none twice, however the ticks fall', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(
      fc.constantFrom('0 * * * *', '*/20 * * * *', '30 2 * * *', '0 3 * * 0'),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe'),
      fc.array(fc.integer({ min: 1, max: 20 * 3_600 }), { maxLength: 60 }),
      (cron, timezone, pauses) => {
        const own = { ...rule, schedule: { cron, timezone } };
        const begin = new Date('2026-03-27T00:00:00Z');
        const started = play(own, begin, pauses);
        expect(started.map(({ from }) => from)).toEqual(
          [begin, ...started.map(({ to }) => to)]
            .slice(0, started.length)
            .map(slot => nextSlot(own.schedule, slot)),
        );
        expect(started.map(one => one.nextSlot)).toEqual(
          started.map(({ to }) => nextSlot(own.schedule, to)),
        );
        // Nothing of what is over is left for a second turn.
        expect(started.filter(({ early }) => early <= 0)).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});
