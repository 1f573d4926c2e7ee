import {
  recoveryPointPrefix,
  type StoredFile,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { SignedManifest } from '../records/SignedManifest';

/** A stored object, and the version of it that was written. */
export type ObjectVersion = Pick<StoredFile, 'key' | 'versionId'>;

/** The folder of a point, without a slash at its end. */
export function folderOf(instance: StoredInstance, pointId: string): string {
  return recoveryPointPrefix(instance.entityRef, instance.environment, pointId);
}

export function manifestKeyOf(
  instance: StoredInstance,
  pointId: string,
): string {
  return `${folderOf(instance, pointId)}/manifest.json`;
}

/** What a manifest names, in the order in which it is deleted: what is largest first, the runbook last. */
export function objectsOf(manifest: SignedManifest): ObjectVersion[] {
  return [
    ...manifest.objects.map(({ payload }) => payload),
    ...manifest.objects.map(({ header }) => header),
    manifest.runbook,
  ].map(({ key, versionId }) => ({ key, versionId }));
}
