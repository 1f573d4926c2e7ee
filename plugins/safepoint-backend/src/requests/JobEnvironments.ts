import {
  chooseDrillEnvironment,
  type DrillEnvironmentChoice,
  type DrillEnvironments,
  type EffectivePolicy,
  type StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Governed } from '../policies';
import type { RecoveryRequest } from './RecoveryRequest';

/**
 * Which GitLab environment the job of a request gets, and with it which CI/CD variables: the one that is
 * written to, and for a drill never the one that is read.
 */
export class JobEnvironments {
  constructor(
    private readonly options: {
      policies: {
        policyOf(governed: Governed): Promise<Pick<EffectivePolicy, 'drills'>>;
      };
      drillEnvironments: DrillEnvironments;
    },
  ) {}

  async choose(
    request: Pick<RecoveryRequest, 'kind' | 'targetEnvironment'>,
    instance: Pick<StoreInstance, 'entityRef' | 'environment'>,
  ): Promise<DrillEnvironmentChoice> {
    const { policies, drillEnvironments } = this.options;
    if (request.kind !== 'drill') {
      return {
        outcome: 'chosen',
        environment: request.targetEnvironment ?? instance.environment,
      };
    }
    const { drills } = await policies.policyOf(instance);
    return chooseDrillEnvironment(drillEnvironments, {
      source: instance.environment,
      ...(drills.environment && { byPolicy: drills.environment }),
    });
  }
}
