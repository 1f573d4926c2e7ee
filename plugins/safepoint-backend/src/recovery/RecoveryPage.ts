import type { Entity } from '@backstage/catalog-model';
import type {
  GateMode,
  InstanceRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from '../bindings/Binding';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { EvaluatedPosture } from '../posture/storedPosture';
import type { VisibleRequest } from '../requests/RequestVisibility';
import type { InstanceFacts } from './InstanceFacts';

/** What the caller may do with one data store. */
export type StorePermissions = InstanceRecoveryView['may'];

/** What is known of one store instance, and the verdict on it. */
export interface PageFacts extends InstanceFacts {
  posture: EvaluatedPosture;
}

/** What was gathered for the Recovery tab of one entity; each part by one query or one call. */
export interface RecoveryPage {
  entity: Entity;
  entityRef: string;
  /** The data stores that the caller may see, by reference. */
  storesByRef: Map<string, Entity>;
  facts: PageFacts[];
  bindings: Binding[];
  requests: VisibleRequest[];
  /** Those that the caller may see. */
  deployments: RecordedDeployment[];
  /** How its deployments are gated, by environment; none of a data store, which is not deployed. */
  gateModes: Map<string, GateMode>;
  may: Map<string, StorePermissions>;
  mayMark: boolean;
  now: Date;
}
