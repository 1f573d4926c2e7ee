import { type FleetStore, makeFleet } from './fleet';
import { emptyFigures, judgeAlerts } from './judgeAlerts';
import type { Told } from './ProblemDesk';
import type { Miss } from './Truth';

const minute = 60_000;
const span = { from: 0, until: 1e9 };
const store: FleetStore = {
  ...makeFleet({ seed: 1, stores: 1, span }).stores[0],
  owner: 'group:default/team-1',
  production: true,
};
const miss: Miss = { code: 'rpo-missed', from: 1e8, until: 2e8 };
const toldAt = (at: number, code = miss.code): Told => ({
  store: store.instance.entityRef,
  code,
  severity: 'critical',
  at,
});

function judge(
  told: Told[],
  more: { misses?: Miss[]; owner?: string; outages?: (typeof span)[] } = {},
) {
  const figures = emptyFigures();
  const { misses = [miss], owner = store.owner, outages = [] } = more;
  judgeAlerts(
    { ...store, owner },
    { misses, told, outages, end: span.until },
    figures,
  );
  const { missed, late, twice, falseAlarms, brief } = figures;
  return [missed, late, twice, falseAlarms]
    .map(({ length }) => length)
    .concat(brief);
}

// missed, late, twice, false, brief
it.each([
  ['told at once', [toldAt(miss.from + 20_000)], {}, [0, 0, 0, 0, 0]],
  ['not told', [], {}, [1, 0, 0, 0, 0]],
  [
    'told after two minutes',
    [toldAt(miss.from + 2 * minute)],
    {},
    [0, 1, 0, 0, 0],
  ],
  [
    'told twice',
    [toldAt(miss.from + 1_000), toldAt(miss.from + minute)],
    {},
    [0, 0, 1, 0, 0],
  ],
  ['told too early', [toldAt(miss.from - minute)], {}, [1, 0, 0, 1, 0]],
  [
    'told of something else',
    [toldAt(miss.from, 'drill-failed')],
    {},
    [1, 0, 0, 1, 0],
  ],
  ['told of nothing', [toldAt(5e8)], { misses: [] }, [0, 0, 0, 1, 0]],
  [
    'over soon and not told',
    [],
    { misses: [{ ...miss, until: miss.from + minute }] },
    [0, 0, 0, 0, 1],
  ],
  [
    'told when the portal was back',
    [toldAt(miss.from + 30 * minute)],
    { outages: [{ from: miss.from - 1, until: miss.from + 29.5 * minute }] },
    [0, 0, 0, 0, 0],
  ],
  [
    'a critical one told in the morning',
    [toldAt(miss.from + 200 * minute)],
    { owner: 'group:default/team-5' },
    [0, 1, 0, 0, 0],
  ],
  [
    'a warning told in the morning',
    [toldAt(miss.from + 200 * minute, 'proof-stale')],
    {
      owner: 'group:default/team-5',
      misses: [{ ...miss, code: 'proof-stale' }],
    },
    [0, 0, 0, 0, 0],
  ],
])('judges what was %s', (_, told, more, expected) => {
  expect(judge(told, more)).toEqual(expected);
});
