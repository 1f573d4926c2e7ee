import type { Entity } from '@backstage/catalog-model';
import type {
  BindingView,
  DeploymentView,
  EntityRecoveryView,
  HoldView,
  EnvironmentRecoveryView,
  InstanceRecoveryView,
  PostureView,
  RecoveryPointDetailView,
  RecoveryPointView,
  RequestView,
  RestorePreviewView,
} from '@safepoint/backstage-plugin-safepoint-common';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A moment so long before now, so that relative times read the same whenever a test runs. */
export function ago(milliseconds: number): string {
  return new Date(Date.now() - milliseconds).toISOString();
}
export const minutesAgo = (minutes: number) => ago(minutes * minute);
export const hoursAgo = (hours: number) => ago(hours * hour);
export const daysAgo = (days: number) => ago(days * day);

export const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    annotations: { 'gitlab.com/project-id': '42' },
  },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'group:default/orders-team',
    dependsOn: ['resource:default/orders-db'],
  },
};

export const pointIds = {
  afterBad: '01JDB0000000000000000000C3',
  beforeBad: '01JDB0000000000000000000B2',
  baseline: '01JDB0000000000000000000A1',
  lost: '01JDB0000000000000000000Z0',
};

export function aPoint(
  overrides: Partial<RecoveryPointView> = {},
): RecoveryPointView {
  return {
    id: pointIds.baseline,
    instanceId: 'orders-db-production',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    trigger: 'baseline',
    status: 'available',
    stateAt: hoursAgo(2),
    createdAt: hoursAgo(2),
    completedAt: hoursAgo(2),
    sourceBytes: 1_240_000_000,
    storedBytes: 186_300_000,
    rows: 6_204_311,
    tables: 27,
    engineVersion: 'PostgreSQL 15.18',
    level: 'L3',
    verifiedAt: hoursAgo(1),
    deploymentId: '01JDD0000000000000000000A1',
    commit: '8f3c2a1be04d57f2c9b1d3a4e5f60718293a4b5c',
    pipelineUrl: 'https://gitlab.example.com/shop/orders/-/pipelines/1041',
    ...overrides,
  };
}

export function aDeployment(
  overrides: Partial<DeploymentView> = {},
): DeploymentView {
  return {
    id: '01JDD0000000000000000000A1',
    entityRef: 'component:default/orders',
    environment: 'production',
    status: 'succeeded',
    gate: 'strict',
    gatedAt: hoursAgo(2),
    startedAt: hoursAgo(2),
    finishedAt: hoursAgo(2),
    commit: '8f3c2a1be04d57f2c9b1d3a4e5f60718293a4b5c',
    ref: 'main',
    pipelineUrl: 'https://gitlab.example.com/shop/orders/-/pipelines/1041',
    ...overrides,
  };
}

export const failedDeployment = aDeployment({
  id: '01JDD0000000000000000000B2',
  status: 'failed',
  gatedAt: minutesAgo(16),
  startedAt: minutesAgo(14),
  finishedAt: minutesAgo(12),
  commit: 'c0ffee11d2b4455e9f6a7b8c9d0e1f2a3b4c5d6e',
  pipelineUrl: 'https://gitlab.example.com/shop/orders/-/pipelines/1056',
});

export function aPosture(overrides: Partial<PostureView> = {}): PostureView {
  return {
    verdict: 'protected',
    reasons: [
      {
        code: 'rpo-met',
        severity: 'ok',
        message:
          'The newest recovery point is 2 hours old; 24 hours are allowed.',
      },
      {
        code: 'proof-fresh',
        severity: 'ok',
        message: 'A restore was verified to L3 an hour ago.',
      },
    ],
    rpo: { targetSeconds: 86_400, achievedSeconds: 7_200, met: true },
    rto: { targetSeconds: 3_600, achievedSeconds: 262, met: true },
    verified: { targetSeconds: 604_800, achievedSeconds: 3_600, met: true },
    verifiedLevel: 'L3',
    verifiedAt: hoursAgo(1),
    verifiedRecoveryPointId: pointIds.baseline,
    changesAt: new Date(Date.now() + 22 * hour).toISOString(),
    ...overrides,
  };
}

export const neverPosture: PostureView = {
  verdict: 'never',
  reasons: [
    {
      code: 'never-saved',
      severity: 'critical',
      message: 'Nothing was ever saved of this data store in this environment.',
    },
  ],
  rpo: { targetSeconds: 86_400, met: false },
  rto: { targetSeconds: 3_600, met: false },
  verified: { targetSeconds: 604_800, met: false },
};

export const brokenPosture = aPosture({
  verdict: 'unprotected',
  reasons: [
    {
      code: 'deployment-failed',
      severity: 'critical',
      message:
        'Deployment c0ffee11 of component:default/orders failed after it had started; what it wrote is suspect.',
      since: minutesAgo(12),
    },
    {
      code: 'proof-stale',
      severity: 'warning',
      message:
        'No restore was verified for 9 days; every 7 days at least one has to be.',
      since: daysAgo(2),
    },
    {
      code: 'rpo-met',
      severity: 'ok',
      message:
        'The newest recovery point is 16 minutes old; 24 hours are allowed.',
    },
  ],
  rpo: { targetSeconds: 86_400, achievedSeconds: 960, met: true },
  verified: { targetSeconds: 604_800, achievedSeconds: 777_600, met: false },
  verifiedAt: daysAgo(9),
  changesAt: undefined,
});

export function aBinding(overrides: Partial<BindingView> = {}): BindingView {
  return {
    id: '01JDE0000000000000000000A1',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    operations: ['backup', 'drill', 'deploy'],
    issuer: 'https://gitlab.example.com',
    projectId: '42',
    namespaceId: '12',
    status: 'confirmed',
    origin: 'config rule',
    ...overrides,
  };
}

export function aHold(overrides: Partial<HoldView> = {}): HoldView {
  return {
    id: '01JDZ3NV9GQ2T4B0M1HW8YRD7K',
    kind: 'legal-hold',
    recoveryPointId: '01JDZ3NV9GQ2T4B0M1HW8YRD7E',
    reason: 'case 12',
    placedBy: 'user:default/sam',
    placedAt: daysAgo(1),
    enforcement: 'storage',
    ...overrides,
  };
}

export function aRequest(overrides: Partial<RequestView> = {}): RequestView {
  return {
    id: 'rq_5Qe0pWm1',
    kind: 'restore',
    instanceId: 'orders-db-production',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    recoveryPointId: pointIds.beforeBad,
    status: 'awaiting-approval',
    reason: 'The migration of c0ffee11 halved every price.',
    requestedBy: 'user:default/dana',
    requestedAt: minutesAgo(3),
    approvalsNeeded: 1,
    decisions: [],
    mayDecide: true,
    ...overrides,
  };
}

export function anInstance(
  overrides: Partial<InstanceRecoveryView> = {},
): InstanceRecoveryView {
  return {
    instance: {
      id: 'orders-db-production',
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      driver: 'postgres',
      production: true,
      identityStatus: 'accepted',
    },
    posture: aPosture(),
    lastKnownGood: {
      recoveryPointId: pointIds.baseline,
      stateAt: hoursAgo(2),
      reason:
        'It is the baseline of deployment 8f3c2a1b, which succeeded, and nothing failed since.',
    },
    recoveryPoints: [aPoint()],
    requests: [],
    bindings: [aBinding()],
    may: { backup: true, drill: true, restore: true, manageBindings: true },
    ...overrides,
  };
}

export const brokenInstance = anInstance({
  posture: brokenPosture,
  lastKnownGood: {
    recoveryPointId: pointIds.beforeBad,
    stateAt: minutesAgo(16),
    reason:
      'It was taken just before deployment c0ffee11, which failed; no failed or bad deployment precedes it.',
  },
  recoveryPoints: [
    aPoint({
      id: pointIds.afterBad,
      trigger: 'manual',
      status: 'running',
      stateAt: undefined,
      createdAt: minutesAgo(1),
      completedAt: undefined,
      storedBytes: undefined,
      deploymentId: undefined,
      commit: undefined,
      pipelineUrl: undefined,
      level: 'L0',
      verifiedAt: undefined,
    }),
    aPoint({
      id: pointIds.beforeBad,
      trigger: 'pre-deploy',
      stateAt: minutesAgo(16),
      createdAt: minutesAgo(17),
      completedAt: minutesAgo(15),
      level: 'L1',
      deploymentId: failedDeployment.id,
      commit: failedDeployment.commit,
      pipelineUrl: failedDeployment.pipelineUrl,
    }),
    aPoint({ stateAt: daysAgo(9), createdAt: daysAgo(9) }),
    aPoint({
      id: pointIds.lost,
      trigger: 'scheduled',
      status: 'lost',
      stateAt: undefined,
      createdAt: daysAgo(10),
      completedAt: undefined,
      storedBytes: undefined,
      deploymentId: undefined,
      commit: undefined,
      pipelineUrl: undefined,
      level: 'L0',
      verifiedAt: undefined,
      problem: {
        kind: 'lease-lost',
        message:
          'The job stopped renewing its lease; its runner was lost perhaps. Start the backup again.',
      },
    }),
  ],
  requests: [
    aRequest(),
    aRequest({
      id: 'rq_drill',
      kind: 'drill',
      recoveryPointId: pointIds.baseline,
      status: 'succeeded',
      reason: undefined,
      requestedBy: 'user:default/sam',
      requestedAt: daysAgo(9),
      approvalsNeeded: 0,
      mayDecide: false,
      level: 'L3',
      pipelineUrl:
        'https://gitlab.example.com/platform/recovery/-/pipelines/88',
      phases: { queue: 4, provision: 3.2, transfer: 41, apply: 180, check: 34 },
    }),
  ],
});

export function anEnvironment(
  overrides: Partial<EnvironmentRecoveryView> = {},
): EnvironmentRecoveryView {
  const instances = overrides.instances ?? [anInstance()];
  return {
    environment: 'production',
    production: true,
    verdict: instances[0]?.posture.verdict ?? 'never',
    instances,
    deployments: [aDeployment()],
    mayMark: true,
    ...overrides,
  };
}

export function aRecovery(
  overrides: Partial<EntityRecoveryView> = {},
): EntityRecoveryView {
  return {
    entityRef: 'component:default/orders',
    asOf: ago(2_000),
    environments: [anEnvironment()],
    uncovered: [],
    ...overrides,
  };
}

export const brokenRecovery = aRecovery({
  environments: [
    anEnvironment({
      instances: [brokenInstance],
      deployments: [failedDeployment, aDeployment({ startedAt: daysAgo(9) })],
    }),
  ],
});

export function aPointDetail(
  point: RecoveryPointView = aPoint(),
): RecoveryPointDetailView {
  const prefix = `default/resource/orders-db/production/${point.id}`;
  const object = (name: string, sizeBytes: number) => ({
    name,
    key: `${prefix}/${name}`,
    location: `s3://recovery-points/${prefix}/${name}`,
    sizeBytes,
    sha256: 'a'.repeat(64),
  });
  return {
    ...point,
    objects: [
      object('data.header', 412),
      object('data.payload', 186_295_000),
      object('RUNBOOK.md', 1_904),
      object('manifest.json', 5_120),
    ],
    drills: [
      {
        id: '01JDF0000000000000000000B2',
        recoveryPointId: point.id,
        startedAt: hoursAgo(1),
        finishedAt: hoursAgo(1),
        outcome: 'failed',
        level: 'L2',
        checks: [
          { name: 'stored bytes', passed: true },
          {
            name: 'table public.orders',
            passed: false,
            expected: '120000 rows, 9d2f41aa',
            actual: '119999 rows, 77c01be3',
          },
        ],
        phases: { transfer: 41.3, apply: 180, check: 34.8 },
        pipelineUrl:
          'https://gitlab.example.com/platform/recovery/-/pipelines/88',
      },
    ],
  };
}

export function aPreview(
  overrides: Partial<RestorePreviewView> = {},
): RestorePreviewView {
  return {
    recoveryPoint: aPoint({
      id: pointIds.beforeBad,
      trigger: 'pre-deploy',
      stateAt: minutesAgo(16),
    }),
    approvalsNeeded: 1,
    switchKind: 'atomic',
    switchDescription:
      'Both databases are renamed in one transaction. The old one is kept beside it, so the way back is a rename.',
    dataAtStakeSeconds: 960,
    deploymentsSince: [failedDeployment],
    sharedWith: ['component:default/orders', 'component:default/billing'],
    expectedSeconds: 262,
    warnings: [
      'component:default/billing writes to this store too; its owners approve.',
    ],
    ...overrides,
  };
}
