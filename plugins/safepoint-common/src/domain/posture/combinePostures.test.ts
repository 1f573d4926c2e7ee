import { combinePostures, type StorePosture } from './combinePostures';
import type { Posture } from './Posture';
import { reason } from './Reason';

const moment = (hour: number) => new Date(Date.UTC(2026, 2, 10, hour));
const objective = { targetSeconds: 60, met: true };

const store = (name: string, posture: Partial<Posture> = {}): StorePosture => ({
  entityRef: `resource:default/${name}`,
  environment: 'production',
  name,
  posture: {
    verdict: 'protected',
    reasons: [reason('rpo-met', 'ok', [{ text: 'It is new enough.' }])],
    rpo: objective,
    rto: objective,
    verified: objective,
    ...posture,
  },
});

const stale = store('carts', {
  verdict: 'at-risk',
  reasons: [
    reason('rpo-met', 'ok', [{ text: 'It is new enough.' }]),
    reason('proof-stale', 'warning', [{ text: 'It is old.' }], moment(1)),
  ],
  changesAt: moment(20),
});
const missed = store('orders', {
  verdict: 'unprotected',
  reasons: [reason('rpo-missed', 'critical', [{ text: 'It is too old.' }])],
  changesAt: moment(15),
});

it('is the worst store’s, and names the store of every reason, the worst first', () => {
  const combined = combinePostures({
    stores: [stale, store('users'), missed],
    uncovered: [],
  });
  expect(combined.verdict).toBe('unprotected');
  expect(
    combined.reasons.map(({ entityRef, message }) => [entityRef, message]),
  ).toEqual([
    ['resource:default/orders', 'orders: It is too old.'],
    ['resource:default/carts', 'carts: It is old.'],
  ]);
  expect(combined.reasons[1].since).toEqual(moment(1));
});

it('changes when the first of them does', () => {
  const { changesAt } = combinePostures({
    stores: [stale, missed],
    uncovered: [],
  });
  expect(changesAt).toEqual(moment(15));
});

it('says why it is fine when everything is', () => {
  const { reasons, verdict } = combinePostures({
    stores: [store('users')],
    uncovered: [],
  });
  expect(verdict).toBe('protected');
  expect(reasons.map(({ message }) => message)).toEqual([
    'users: It is new enough.',
  ]);
});

it('is not healthy beside a store that nothing was ever recorded of', () => {
  const { reasons, verdict } = combinePostures({
    stores: [store('users')],
    uncovered: [{ entityRef: 'resource:default/new-db', name: 'new-db' }],
  });
  expect(verdict).toBe('unprotected');
  expect(reasons).toMatchObject([
    { code: 'never-saved', entityRef: 'resource:default/new-db' },
  ]);
});

it('is never where there is nothing', () => {
  expect(combinePostures({ stores: [], uncovered: [] }).verdict).toBe('never');
});
