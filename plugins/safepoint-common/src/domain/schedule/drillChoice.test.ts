import { choosePointToDrill } from './drillChoice';

const point = (id: string, level: 'L0' | 'L2' | 'L3' | 'L4', more = {}) => ({
  id,
  level,
  status: 'available' as const,
  stateAt: new Date(`2026-05-0${id}T00:00:00Z`),
  ...more,
});

it.each([
  ['the newest', [point('1', 'L0'), point('2', 'L0')], '2'],
  ['the newest not proven', [point('1', 'L2'), point('2', 'L3')], '1'],
  [
    'the newest where all are proven',
    [point('2', 'L4'), point('1', 'L3')],
    '2',
  ],
  [
    'none that is quarantined',
    [point('1', 'L0'), point('2', 'L0', { quarantined: true })],
    '1',
  ],
  [
    'none that is not there',
    [point('1', 'L0'), point('2', 'L0', { status: 'missing' })],
    '1',
  ],
  ['nothing where there is nothing', [], undefined],
])('takes %s', (_, points, id) => {
  expect(choosePointToDrill(points, 'L3')?.id).toBe(id);
});
