import { renderProgress, type StoreProgress } from './renderProgress';

const orders: StoreProgress = {
  entityRef: 'resource:default/orders-db',
  phase: 'transfer',
  bytes: 120 * 1024 * 1024,
  seconds: 4,
};
const billing = { ...orders, entityRef: 'resource:default/billing-db' };

it.each<[string, StoreProgress[], string]>([
  ['one store', [orders], 'resource:default/orders-db: 120 MiB, 30.0 MiB/s'],
  [
    'a transfer that has only begun, without a rate',
    [{ ...orders, seconds: 0.1 }],
    'resource:default/orders-db: 120 MiB',
  ],
  [
    'what follows the transfer, without a rate',
    [{ ...orders, phase: 'complete', seconds: 9 }],
    'resource:default/orders-db: 120 MiB, complete',
  ],
  [
    'two stores by their names',
    [orders, billing],
    'orders-db: 120 MiB, 30.0 MiB/s | billing-db: 120 MiB, 30.0 MiB/s',
  ],
  [
    'two stores of one name by their references',
    [orders, { ...orders, entityRef: 'resource:shop/orders-db', seconds: 0 }],
    'resource:default/orders-db: 120 MiB, 30.0 MiB/s | resource:shop/orders-db: 120 MiB',
  ],
])('shows %s', (_, stores, line) => {
  expect(renderProgress(stores, 200)).toBe(line);
});

it.each([80, 20, 2, 1])('leaves the last of %d columns free', columns => {
  const line = renderProgress([orders, billing, orders], columns);
  expect(line.length).toBe(Math.max(1, columns - 1));
  expect(line.endsWith('…')).toBe(true);
});
