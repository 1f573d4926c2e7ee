import {
  compareContents,
  compareStates,
  type DatabaseState,
} from './DatabaseState';

const hash = (digit: string) => digit.repeat(32);

const state: DatabaseState = {
  tables: {
    orders: { columns: 'id int8, total int8', rows: 2, md5: hash('a') },
    events: { columns: 'id int8', rows: 0, md5: hash('b') },
  },
  schema: ['v open_orders'],
  around: ['owner orders_admin'],
  fingerprint: {
    algorithm: 'test',
    schemaSha256: 'c'.repeat(64),
    tables: [
      { name: 'public.orders', rows: 2, hash: hash('1') },
      { name: 'public.events', rows: 0, hash: hash('2') },
    ],
  },
};

/** Not structuredClone: its objects are of another realm than the test's. */
const copyOf = (original: DatabaseState) =>
  JSON.parse(JSON.stringify(original)) as DatabaseState;

function changed(change: (copy: DatabaseState) => void): DatabaseState {
  const copy = copyOf(state);
  change(copy);
  return copy;
}

it('finds nothing where nothing differs', () => {
  expect(compareStates(state, copyOf(state))).toEqual([]);
});

it.each<[string, (copy: DatabaseState) => void, string]>([
  [
    'a changed value',
    ({ tables }) => (tables.orders.md5 = hash('f')),
    'table orders: other values in its 2 rows',
  ],
  [
    'a lost row',
    ({ tables }) => (tables.orders.rows = 1),
    'table orders: 1 rows instead of 2',
  ],
  [
    'a lost column',
    ({ tables }) => (tables.orders.columns = 'id int8'),
    'table orders: other columns',
  ],
  [
    'a lost table',
    ({ tables }) => delete tables.events,
    'table events is gone',
  ],
  [
    'a new table',
    ({ tables }) => (tables.more = tables.events),
    'table more is new',
  ],
  [
    'a lost view',
    copy => (copy.schema = []),
    'views, functions, types, indexes or constraints differ',
  ],
  [
    'another hash',
    copy => (copy.fingerprint.tables[0].hash = hash('3')),
    'the fingerprint of public.orders differs',
  ],
  [
    'a lost fingerprint',
    copy => copy.fingerprint.tables.pop(),
    'the fingerprint of public.events differs',
  ],
])('tells of %s', (_, change, difference) => {
  expect(compareContents(state, changed(change))).toContain(difference);
});

it('tells of grants and settings only where they count', () => {
  const other = changed(copy => (copy.around = ['owner drill']));
  expect(compareContents(state, other)).toEqual([]);
  expect(compareStates(state, other)).toEqual([
    'settings or grants differ: was owner orders_admin; is owner drill',
  ]);
});
