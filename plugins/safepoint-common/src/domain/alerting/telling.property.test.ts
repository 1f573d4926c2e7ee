import fc from 'fast-check';
import { criticalWithinSeconds } from './Opening';
import { planTelling } from './planTelling';
import {
  defaultTellingRules,
  type Message,
  type TellableProblem,
  type TellingRules,
} from './Telling';

const start = new Date('2026-03-10T20:00:00Z').getTime();
const tickSeconds = 10;
const hours = 5;

interface History {
  opensAfter: number;
  lasts: number;
  /** It comes back so long after its end, once. */
  returnsAfter?: number;
  severity: TellableProblem['severity'];
  kind: string;
  audience: string;
}

const history: fc.Arbitrary<History> = fc.record({
  opensAfter: fc.integer({ min: 0, max: 5_400 }),
  lasts: fc.integer({ min: 1, max: 5_000 }),
  returnsAfter: fc.option(fc.integer({ min: 1, max: 299 }), { nil: undefined }),
  severity: fc.constantFrom('critical', 'high', 'normal'),
  kind: fc.constantFrom('rpo-missed', 'storage-unreachable'),
  audience: fc.constantFrom('group:default/a', 'group:default/b'),
});
/** So that there are storms. */
const histories = fc
  .array(fc.tuple(history, fc.integer({ min: 1, max: 12 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map(many =>
    many.flatMap(([one, times]) =>
      Array.from({ length: times }, (_, index) => ({
        ...one,
        opensAfter: one.opensAfter + index * 3,
      })),
    ),
  );

type Row = TellableProblem & { closedAt?: Date; lookAt?: Date };

/** Plays the part of the database and of the one who tells, looking only at what is due. */
function play(all: History[], rules: TellingRules, quiet?: [number, number]) {
  const rows = new Map<string, Row>();
  const sent: { at: number; message: Message }[] = [];
  const events = all.flatMap((one, index) => {
    const id = `P${String(index).padStart(4, '0')}`;
    const end = one.opensAfter + one.lasts;
    return [
      { id, one, at: one.opensAfter, open: true },
      { id, one, at: end, open: false },
      ...(one.returnsAfter
        ? [
            { id, one, at: end + one.returnsAfter, open: true },
            { id, one, at: end + one.returnsAfter + 60, open: false },
          ]
        : []),
    ];
  });
  events.sort((a, b) => a.at - b.at);
  for (let at = 0; at <= hours * 3_600; at += tickSeconds) {
    const now = new Date(start + at * 1_000);
    while (events.length > 0 && events[0].at <= at) {
      const { id, one, open, at: when } = events[0];
      events.shift();
      const moment = new Date(start + when * 1_000);
      const row = rows.get(id);
      if (row) {
        row.resolvedAt = open ? undefined : moment;
        row.lookAt = now;
      } else {
        rows.set(id, openRow(id, one, moment));
      }
    }
    const due = [...rows.values()].filter(
      ({ lookAt, closedAt }) => !closedAt && lookAt && lookAt <= now,
    );
    if (due.length === 0) continue;
    const isQuiet = quiet && at >= quiet[0] && at < quiet[1];
    const { tellings, looks } = planTelling({
      problems: [...rows.values()].filter(({ closedAt }) => !closedAt),
      alerts: [],
      rules: {
        ...rules,
        ...(isQuiet && { quietUntil: new Date(start + quiet[1] * 1_000) }),
      },
      now,
    });
    for (const { message, states } of tellings) {
      if (message) sent.push({ at, message });
      for (const { id, state } of states) Object.assign(rows.get(id)!, state);
    }
    for (const { id, at: look } of looks) rows.get(id)!.lookAt = look;
  }
  return { rows, sent };
}

function openRow(id: string, one: History, openedAt: Date): Row {
  return {
    id,
    source: 'posture',
    entityRef: `resource:default/${id}`,
    environment: 'production',
    code: one.kind,
    severity: one.severity,
    title: `${id} has ${one.kind}`,
    text: 'Look.',
    since: openedAt,
    openedAt,
    audience: [one.audience],
    escalations: 0,
    lookAt: openedAt,
  };
}

const isEnd = ({ message }: { message: Message }) =>
  message.reasons.some(reason => reason.includes('resolved for'));

describe('what is told over time', () => {
  it('is every critical problem within its bound, none twice, and each end once', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), (all, quiet) => {
        const rules = defaultTellingRules;
        const { rows, sent } = play(
          all,
          rules,
          quiet ? [1_800, 7_200] : undefined,
        );
        for (const row of rows.values()) {
          const firsts = sent.filter(
            one => !isEnd(one) && one.message.problemIds.includes(row.id),
          );
          const ends = sent.filter(
            one => isEnd(one) && one.message.problemIds.includes(row.id),
          );
          expect(firsts.length).toBeLessThanOrEqual(1);
          // By then all is over and calm, whatever was told has an end, and only that.
          expect(ends).toHaveLength(firsts.length);
          expect(row.closedAt).toBeDefined();
          if (row.severity !== 'critical') continue;
          expect(firsts).toHaveLength(1);
          const [{ at }] = firsts;
          const openedAt = row.openedAt.getTime() / 1_000 - start / 1_000;
          const waited = at - openedAt;
          const inStorm = sent.some(
            one =>
              one.message.thread.includes('group-') &&
              one.at <= at &&
              one.at > openedAt - 2 * rules.groupWithinSeconds,
          );
          const bound = inStorm ? criticalWithinSeconds : rules.gatherSeconds;
          expect(waited).toBeLessThanOrEqual(bound + tickSeconds);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is nothing but critical problems while it is quiet', () => {
    fc.assert(
      fc.property(histories, all => {
        const { sent } = play(all, defaultTellingRules, [1_800, 7_200]);
        const during = sent.filter(({ at }) => at >= 1_800 && at < 7_200);
        for (const { message } of during) {
          expect(message.severity).toBe('critical');
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is few messages, however many problems there are', () => {
    const storm = Array.from(
      { length: 400 },
      (_, index): History => ({
        opensAfter: index * 2,
        lasts: 3_000,
        severity: 'critical',
        kind: 'storage-unreachable',
        audience: 'group:default/a',
      }),
    );
    const { sent } = play(storm, defaultTellingRules);
    // Of 800 seconds of critical ones: the first, one each 40 seconds, and the end.
    expect(sent.length).toBeLessThanOrEqual(24);
    expect(new Set(sent.map(({ message }) => message.thread)).size).toBe(1);
  });
});
