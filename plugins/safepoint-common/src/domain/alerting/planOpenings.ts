import { describeMany, describeOne } from './describeMessage';
import { addSeconds } from '../posture/moments';
import { groupBy } from './groupBy';
import {
  audienceKey,
  dueAt,
  type Opening,
  openingOf,
  type Scene,
  stormKey,
} from './Opening';
import { worstSeverity } from './severity';
import type { Telling } from './Telling';

/**
 * The first messages. What is critical is told after the time of gathering; the rest as soon as it is not
 * quiet. Several of one kind for the same people are one message, and so is whatever was held back.
 */
export function planOpenings(scene: Scene): Telling[] {
  const byAudience = groupBy(listOpenings(scene), audienceKey);
  return byAudience.flatMap(openings => {
    const late = openings.filter(one => isLate(one, scene));
    if (late.length < 2) return tellByKind(openings, scene);
    const others = openings.filter(one => !late.includes(one));
    return [
      tellTogether(late, scene, 'What was held back'),
      ...tellByKind(others, scene),
    ];
  });
}

function listOpenings(scene: Scene): Opening[] {
  const { problems, alerts, rules } = scene;
  return [
    ...problems
      .filter(
        ({ thread, resolvedAt, severity }) =>
          !thread && (!resolvedAt || severity === 'critical'),
      )
      .map(openingOf),
    ...alerts.map(alert => ({
      ...alert,
      alert,
      id: alert.key,
      waitsSince: alert.raisedAt,
    })),
  ].filter(one => one.severity === 'critical' || !rules.quietUntil);
}

/** The critical ones are never held back: they are on their way one by one, or in their storm. */
function isLate(one: Opening, scene: Scene): boolean {
  return (
    one.severity !== 'critical' &&
    addSeconds(dueAt(one, scene), scene.rules.lateSeconds) <= scene.now
  );
}

function tellByKind(openings: Opening[], scene: Scene): Telling[] {
  const { rules, now } = scene;
  return groupBy(openings, ({ kind }) => kind).flatMap(same => {
    if (!same.some(one => dueAt(one, scene) <= now)) return [];
    const storm = scene.storms.get(stormKey(same[0]));
    return storm || same.length >= rules.groupFrom
      ? [tellTogether(same, scene, 'Several at once', storm?.thread)]
      : same
          .filter(one => dueAt(one, scene) <= now)
          .map(one => tellOne(one, scene));
  });
}

function tellOne(one: Opening, { now }: Scene): Telling {
  const thread = one.problem
    ? `safepoint:problem-${one.id}`
    : `safepoint:${one.id}`;
  return {
    message: {
      thread,
      topic: `safepoint.${one.kind}`,
      recipients: one.audience,
      severity: one.severity,
      ...describeOne(
        one,
        one.problem?.resolvedAt && 'It is over for the moment.',
      ),
      reasons: [`${one.kind} is new`],
      ...namesOf([one]),
    },
    states: statesOf([one], thread, now),
  };
}

function tellTogether(
  many: Opening[],
  { problems, now }: Scene,
  why: string,
  storm?: string,
): Telling {
  const members = problems.filter(
    ({ thread, resolvedAt }) => storm && thread === storm && !resolvedAt,
  );
  const all = [...members, ...many];
  const thread = storm ?? `safepoint:group-${many[0].id}`;
  const kinds = new Set(many.map(({ kind }) => kind));
  const what =
    all.length === many.length ? `${all.length}` : `Now ${all.length}`;
  const words =
    all.length === 1
      ? describeOne(all[0])
      : describeMany(all, `${what} at once`);
  return {
    message: {
      thread,
      topic: `safepoint.${kinds.size === 1 ? many[0].kind : 'several'}`,
      recipients: many[0].audience,
      severity: worstSeverity(all.map(({ severity }) => severity)),
      ...words,
      reasons: [
        `${why}: ${many.length} new, ${members.length} known`,
        [...kinds].join(', '),
      ],
      ...namesOf(many),
    },
    states: [
      ...statesOf(many, thread, now),
      ...members.map(({ id }) => ({ id, state: { toldAt: now } })),
    ],
  };
}

function namesOf(many: Opening[]) {
  return {
    problemIds: many.flatMap(({ problem }) => problem?.id ?? []),
    alertKeys: many.flatMap(({ alert }) => alert?.key ?? []),
  };
}

function statesOf(many: Opening[], thread: string, now: Date) {
  return many.flatMap(({ problem, audience, severity }) =>
    problem
      ? [
          {
            id: problem.id,
            state: {
              thread,
              recipients: audience,
              firstToldAt: now,
              toldAt: now,
              toldSeverity: severity,
            },
          },
        ]
      : [],
  );
}
