import { type KnownProblem, planSettlement } from './planSettlement';
import type { Problem } from './Problem';

const since = new Date('2026-03-10T14:03:10Z');
const late: Problem = {
  code: 'rpo-missed',
  severity: 'critical',
  title: 'orders-db can lose more than an hour',
  text: 'The newest recovery point is 61 minutes old. Back up now.',
  since,
};
const stale: Problem = { ...late, code: 'proof-stale', severity: 'high' };
const known = (
  problem: Problem,
  more: Partial<KnownProblem> = {},
): KnownProblem => ({ ...problem, id: `id-of-${problem.code}`, ...more });

describe('planSettlement', () => {
  it('opens what is new and resolves what is gone', () => {
    expect(planSettlement([known(stale)], [late])).toEqual([
      { step: 'open', found: late },
      { step: 'resolve', known: known(stale) },
    ]);
  });

  it('leaves what is known as it is, whenever it is said to have begun', () => {
    const again = { ...late, since: new Date('2026-03-10T15:00:00Z') };
    expect(planSettlement([known(late)], [again])).toEqual([]);
  });

  it.each([
    ['severity', { severity: 'high' as const }],
    ['text', { text: 'The newest recovery point is two hours old.' }],
    ['title', { title: 'orders-db can lose more than a day' }],
    ['link', { link: '/catalog/default/resource/orders-db/recovery' }],
  ])('changes what has another %s', (_, change) => {
    const found = { ...late, ...change };
    expect(planSettlement([known(late)], [found])).toEqual([
      { step: 'change', known: known(late), found },
    ]);
  });

  it('opens again what was resolved a moment ago, the newest of them', () => {
    const newest = known(late, { id: 'newest', resolvedAt: since });
    const oldest = known(late, { id: 'oldest', resolvedAt: since });
    expect(planSettlement([newest, oldest], [late])).toEqual([
      { step: 'reopen', known: newest, found: late },
    ]);
  });

  it('has nothing to do for what was resolved and stays so', () => {
    expect(planSettlement([known(late, { resolvedAt: since })], [])).toEqual(
      [],
    );
  });

  it('takes the graver of two problems of one code', () => {
    const mild = { ...late, severity: 'normal' as const };
    for (const found of [
      [mild, late],
      [late, mild],
    ]) {
      expect(planSettlement([], found)).toEqual([
        { step: 'open', found: late },
      ]);
    }
  });
});
