import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import {
  aBinding,
  aDeployment,
  aRecovery,
  anEnvironment,
  anInstance,
  aPoint,
  brokenInstance,
  brokenRecovery,
  daysAgo,
  failedDeployment,
  neverPosture,
} from '../src/__testUtils__/fixtures';

const neverInstance = anInstance({
  posture: neverPosture,
  lastKnownGood: {
    reason: 'There is no recovery point, so there is nothing to go back to.',
  },
  recoveryPoints: [],
  bindings: [aBinding({ status: 'proposed', origin: 'annotation' })],
});

const previewStore = {
  ...neverInstance.instance,
  id: 'orders-db-preview',
  environment: 'preview',
  production: false,
};

const staging = anInstance({
  instance: {
    ...anInstance().instance,
    id: 'orders-db-staging',
    environment: 'staging',
    production: false,
  },
  recoveryPoints: [
    aPoint(),
    aPoint({
      id: '01JDB0000000000000000000Q9',
      trigger: 'scheduled',
      quarantined: true,
      stateAt: daysAgo(1),
    }),
  ],
});

/** One recovery for each state that the tab can be in. */
export const scenarios: Record<string, EntityRecoveryView> = {
  broken: {
    ...brokenRecovery,
    environments: [
      ...brokenRecovery.environments,
      anEnvironment({
        environment: 'staging',
        production: false,
        instances: [staging],
        deployments: [],
      }),
      anEnvironment({
        environment: 'preview',
        production: false,
        instances: [{ ...neverInstance, instance: previewStore }],
        deployments: [],
      }),
    ],
  },
  protected: aRecovery(),
  marked: aRecovery({
    environments: [
      anEnvironment({
        instances: [brokenInstance],
        deployments: [
          {
            ...failedDeployment,
            status: 'succeeded',
            gate: 'none',
            markedBad: {
              since: failedDeployment.gatedAt,
              by: 'user:default/sam',
              at: failedDeployment.gatedAt,
              reason: 'Totals of paid orders are wrong.',
            },
          },
          aDeployment(),
        ],
      }),
    ],
  }),
  never: aRecovery({
    environments: [
      anEnvironment({ instances: [neverInstance], deployments: [] }),
    ],
  }),
  uncovered: aRecovery({
    environments: [],
    uncovered: ['resource:default/orders-db', 'resource:default/orders-cache'],
  }),
  missing: aRecovery({ environments: [] }),
  auditor: aRecovery({
    environments: [
      anEnvironment({
        mayMark: false,
        instances: [
          {
            ...brokenInstance,
            requests: brokenInstance.requests.map(request => ({
              ...request,
              mayDecide: false,
            })),
            may: {
              backup: false,
              drill: false,
              restore: false,
              manageBindings: false,
            },
          },
        ],
      }),
    ],
  }),
};
