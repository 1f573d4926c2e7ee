import type {
  EffectivePolicy,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';

/** What a policy is decided by. */
export type Governed = Pick<StoreInstance, 'entityRef' | 'environment'>;

/** Which rules hold for which store instance. The only place that anything asks for them. */
export interface PolicySource {
  policyOf(governed: Governed): Promise<EffectivePolicy>;
  /** In the order given; one look-up for all of them. */
  policiesOf(governed: Governed[]): Promise<EffectivePolicy[]>;
}
