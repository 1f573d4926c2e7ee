import {
  defaultRetention,
  type EffectivePolicy,
  resolveGatePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { SafepointConfig } from '../../config';
import type { Governed, PolicySource } from '../../policies';

export interface ConfigPolicySourceOptions {
  config: Pick<SafepointConfig, 'objectives' | 'gate' | 'approvalFloors'>;
  isProduction: (environment: string) => boolean;
}

/** One policy for all, from app-config. */
export class ConfigPolicySource implements PolicySource {
  constructor(private readonly options: ConfigPolicySourceOptions) {}

  async policyOf(governed: Governed): Promise<EffectivePolicy> {
    const { config, isProduction } = this.options;
    return {
      name: 'default',
      objectives: config.objectives,
      backups: { baseline: true },
      drills: {},
      gate: resolveGatePolicy(config.gate, {
        name: governed.environment,
        production: isProduction(governed.environment),
      }),
      retention: defaultRetention,
      approvals: config.approvalFloors,
      notify: ['owner'],
    };
  }

  policiesOf(governed: Governed[]): Promise<EffectivePolicy[]> {
    return Promise.all(governed.map(one => this.policyOf(one)));
  }
}
