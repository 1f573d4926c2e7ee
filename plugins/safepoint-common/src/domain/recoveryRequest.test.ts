import {
  findTwin,
  isRequestOpen,
  planRequest,
  type RequestIntent,
  type RequestPlan,
  type RequestStatus,
} from './recoveryRequest';

const rules = {
  isProduction: (environment: string) => environment === 'production',
  floors: { production: 2, otherwise: 0 },
};

describe('planRequest', () => {
  const restore: RequestIntent = {
    kind: 'restore',
    environment: 'staging',
    recoveryPointId: 'point',
    reason: 'orders are wrong since noon',
  };

  it.each<[string, RequestIntent, RequestPlan]>([
    [
      'lets a backup go ahead, whatever point is named',
      { kind: 'backup', environment: 'production', recoveryPointId: 'point' },
      { outcome: 'planned', status: 'approved', approvalsNeeded: 0 },
    ],
    [
      'lets a drill of a point go ahead',
      { kind: 'drill', environment: 'production', recoveryPointId: 'point' },
      {
        outcome: 'planned',
        status: 'approved',
        approvalsNeeded: 0,
        recoveryPointId: 'point',
      },
    ],
    [
      'restores into the environment that the point is of, unless told otherwise',
      restore,
      {
        outcome: 'planned',
        status: 'approved',
        approvalsNeeded: 0,
        recoveryPointId: 'point',
        targetEnvironment: 'staging',
      },
    ],
    [
      'makes writing to production wait',
      { ...restore, targetEnvironment: 'production' },
      {
        outcome: 'planned',
        status: 'awaiting-approval',
        approvalsNeeded: 2,
        recoveryPointId: 'point',
        targetEnvironment: 'production',
      },
    ],
    [
      'makes reading production wait as much',
      {
        ...restore,
        environment: 'production',
        targetEnvironment: 'staging',
      },
      {
        outcome: 'planned',
        status: 'awaiting-approval',
        approvalsNeeded: 2,
        recoveryPointId: 'point',
        targetEnvironment: 'staging',
      },
    ],
    [
      'names everything that a restore lacks',
      { kind: 'restore', environment: 'staging' },
      {
        outcome: 'incomplete',
        missing: [
          '`recoveryPointId`: which point to restore',
          '`reason`: why, for those who approve and audit',
        ],
      },
    ],
  ])('%s', (_, intent, expected) => {
    expect(planRequest(intent, rules)).toEqual(expected);
  });
});

describe('isRequestOpen', () => {
  it.each<[RequestStatus, boolean]>([
    ['awaiting-approval', true],
    ['approved', true],
    ['triggering', true],
    ['triggered', true],
    ['running', true],
    ['succeeded', false],
    ['failed', false],
    ['rejected', false],
    ['expired', false],
  ])('of one that is %s is %s', (status, expected) => {
    expect(isRequestOpen({ status })).toBe(expected);
  });
});

describe('findTwin', () => {
  it('finds the open request of the same kind and no other', () => {
    const done = { kind: 'backup', status: 'succeeded' } as const;
    const drill = { kind: 'drill', status: 'running' } as const;
    const twin = { kind: 'backup', status: 'triggering' } as const;
    expect(findTwin('backup', [done, drill, twin])).toBe(twin);
    expect(findTwin('backup', [done, drill])).toBeUndefined();
  });
});
