import type { RetentionRules } from '@safepoint/backstage-plugin-safepoint-common';
import { DateTime } from 'luxon';

export interface MadePoint {
  id: string;
  stateAt: Date;
}

const periods = {
  daily: 'yyyy-MM-dd',
  weekly: "kkkk-'W'WW",
  monthly: 'yyyy-MM',
  yearly: 'yyyy',
} as const;

/** What grandfather, father and son leave of all that was ever made; written apart from the product's rules. */
export function expectedToStay(
  made: MadePoint[],
  rules: RetentionRules,
): Set<string> {
  const newestFirst = [...made].sort((a, b) => +b.stateAt - +a.stateAt);
  const stays = new Set(
    newestFirst.slice(0, Math.max(1, rules.last)).map(({ id }) => id),
  );
  for (const [name, format] of Object.entries(periods)) {
    const newestOf = new Map<string, string>();
    for (const { id, stateAt } of newestFirst) {
      const period = DateTime.fromJSDate(stateAt, { zone: 'utc' }).toFormat(
        format,
      );
      if (!newestOf.has(period)) newestOf.set(period, id);
    }
    const count = rules[name as keyof typeof periods];
    [...newestOf.values()].slice(0, count).forEach(id => stays.add(id));
  }
  return stays;
}
