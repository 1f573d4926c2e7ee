import { decidePromotion } from './promotion';
import type { RecoveryPoint } from './recoveryPoint';

const point: RecoveryPoint = {
  id: 'point',
  instanceId: 'orders-db',
  trigger: 'pre-deploy',
  status: 'available',
  stateAt: new Date(0),
  createdAt: new Date(0),
  deploymentId: 'deployment',
  level: 'L0',
};
const input = {
  point,
  deployment: { id: 'deployment', status: 'succeeded' as const },
  instanceId: 'orders-db',
  hasMarker: true,
};

describe('decidePromotion', () => {
  it('promotes what the gate of this deployment took', () => {
    expect(decidePromotion(input)).toEqual({ promote: true });
  });

  it.each<[string, Partial<typeof input>, RegExp]>([
    [
      'the deployment has failed',
      { deployment: { id: 'deployment', status: 'failed' as never } },
      /is failed/,
    ],
    ['it is of another store', { instanceId: 'ledger-db' }, /another data/],
    [
      'another deployment lies in between',
      { point: { ...point, deploymentId: 'earlier' } },
      /not taken before deployment/,
    ],
    [
      'it is no point of a gate',
      { point: { ...point, trigger: 'manual' } },
      /not taken before/,
    ],
    [
      'it is damaged',
      { point: { ...point, status: 'corrupt' } },
      /cannot be restored/,
    ],
    [
      'it is quarantined',
      { point: { ...point, quarantined: true } },
      /cannot be restored/,
    ],
    ['its driver left no mark', { hasMarker: false }, /how to tell/],
  ])('does not when %s', (_, changes, reason) => {
    expect(decidePromotion({ ...input, ...changes })).toEqual({
      promote: false,
      reason: expect.stringMatching(reason),
    });
  });
});
