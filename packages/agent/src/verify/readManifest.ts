import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import { readSignedManifest, SafepointError } from '@safepoint/engine';
import { parsePointPrefix } from './parsePointPrefix';
import type { ReadableStorage } from './ReadableStorage';
import type { KeySet } from './readKeyFiles';

/** The manifest of a recovery point, signed and at its place. */
export async function readManifest(
  storage: ReadableStorage,
  point: string,
  keys: KeySet,
): Promise<Manifest> {
  const place = parsePointPrefix(point);
  const key = `${place.prefix}/manifest.json`;
  const bytes = await storage.readObject(key);
  if (!bytes) {
    throw new SafepointError({
      kind: 'manifest-missing',
      message: `There is no ${storage.locationOf(
        key,
      )}. Without a manifest there is no recovery point: its backup never completed, or somebody removed it. Check storage and folder, or use another recovery point.`,
    });
  }
  const { id, entityRef, environment } = place;
  const { manifest } = await readSignedManifest(bytes, keys, {
    id,
    entityRef,
    environment,
  });
  refuseForeignFiles(manifest, place.prefix);
  return manifest;
}

/** A good manifest that points at the files of another recovery point proves nothing of this one. */
function refuseForeignFiles(manifest: Manifest, prefix: string): void {
  const foreign = [
    manifest.runbook,
    ...manifest.objects.flatMap(({ header, payload }) => [header, payload]),
  ].filter(({ key }) => !key.startsWith(`${prefix}/`));
  if (foreign.length > 0) {
    throw new SafepointError({
      kind: 'manifest-misplaced',
      message: `The manifest names files outside its own folder: ${foreign
        .map(({ key }) => key)
        .join(', ')}.`,
    });
  }
}
