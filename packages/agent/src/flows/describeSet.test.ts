import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import { describeSet } from './describeSet';

const saved = (name: string, stateAt: string) => ({
  entityRef: `resource:default/${name}`,
  // Only these two are told.
  point: { id: `POINT-${name}`, stateAt } as RecoveryPointView,
});
const orders = saved('orders-db', '2026-01-01T00:00:00.000Z');
const ledger = saved('ledger-db', '2026-01-01T00:00:02.500Z');

describe('describeSet', () => {
  it('says how far apart the states are', () => {
    expect(describeSet([orders, ledger], 2)).toBe(
      'The 2 recovery points are one recovery set; their states are 2.5 s apart.',
    );
  });

  it('says that it is no set, and what stays', () => {
    expect(describeSet([orders], 2)).toBe(
      'This is no recovery set: 1 of 2 data stores could not be saved. What was saved stays, as a recovery point on its own: POINT-orders-db of resource:default/orders-db.',
    );
    expect(describeSet([], 2)).toMatch(/2 of 2 .* Nothing was saved\.$/);
  });
});
