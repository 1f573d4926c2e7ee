import type { Hold } from '@safepoint/backstage-plugin-safepoint-common';

/**
 * Who keeps the stored objects: `pending` until the storage has been told, `storage` where it holds them
 * itself, `portal` where it cannot, `lifted` once it has been told of the release.
 */
export type HoldEnforcement = 'pending' | 'storage' | 'portal' | 'lifted';

/** A legal hold or a pin as the index holds it. */
export interface RecordedHold extends Hold {
  instanceId: string;
  placedBy: string;
  placedAt: Date;
  releasedBy?: string;
  /** Words of a person. */
  releaseReason?: string;
  enforcement: HoldEnforcement;
  revision: number;
}
