import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import {
  aDeployment,
  aPoint,
  aRecovery,
  aRequest,
  anEnvironment,
  anInstance,
} from '../__testUtils__/fixtures';
import { isUnderWay } from './isUnderWay';

describe('isUnderWay', () => {
  it.each<[string, EntityRecoveryView, boolean]>([
    ['nothing moves', aRecovery(), false],
    [
      'a point is being taken',
      recoveryOf({ recoveryPoints: [aPoint({ status: 'completing' })] }),
      true,
    ],
    [
      'a request waits for approval',
      recoveryOf({ requests: [aRequest()] }),
      true,
    ],
    [
      'a request was rejected',
      recoveryOf({ requests: [aRequest({ status: 'rejected' })] }),
      false,
    ],
    [
      'a deployment runs',
      aRecovery({
        environments: [
          anEnvironment({ deployments: [aDeployment({ status: 'running' })] }),
        ],
      }),
      true,
    ],
  ])('judges when %s', (_, recovery, expected) => {
    expect(isUnderWay(recovery)).toBe(expected);
  });
});

function recoveryOf(overrides: Parameters<typeof anInstance>[0]) {
  return aRecovery({
    environments: [anEnvironment({ instances: [anInstance(overrides)] })],
  });
}
