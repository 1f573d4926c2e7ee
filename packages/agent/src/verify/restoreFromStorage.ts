import { Readable } from 'node:stream';
import type {
  Fingerprint,
  Manifest,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  SafepointError,
  type Driver,
  type DriverContext,
  type DumpStream,
} from '@safepoint/engine';
import { compareFingerprints } from './compareFingerprints';
import { readCheckedFile } from './checkFile';
import { openCheckedPayload } from './checkPayload';
import { openPlaintext } from './openPlaintext';
import { verifyPoint, type VerifyInput } from './verifyPoint';

export interface RestoreFromStorageInput extends Omit<VerifyInput, 'signal'> {
  identities: string[];
  switchOver: boolean;
  findDriver: (name: string) => Driver;
  context: DriverContext;
}

async function openStreams(
  input: RestoreFromStorageInput,
  manifest: Manifest,
): Promise<DumpStream[]> {
  const streams: DumpStream[] = [];
  for (const object of manifest.objects) {
    const { storage, identities, context } = input;
    const header = await readCheckedFile(storage, 'object', object.header);
    const payload = await openCheckedPayload(
      storage,
      object.payload,
      context.signal,
    );
    const plaintext = openPlaintext(object, header, payload, identities);
    streams.push({
      name: object.name,
      format: object.plaintext.format,
      stream: Readable.from(plaintext, { objectMode: false }),
    });
  }
  return streams;
}

function refuseDifference(expected: Fingerprint, actual: Fingerprint): void {
  const differences = compareFingerprints(expected, actual);
  if (differences.length === 0) return;
  throw new SafepointError({
    kind: 'verification-failed',
    message: `The restored content is not what the manifest says: ${differences
      .slice(0, 10)
      .join('; ')}. The live store was not touched.`,
  });
}

/**
 * Break glass: verifies a recovery point from the storage, restores it beside the live store with the
 * escrow identity, compares the content with the manifest and, if asked, switches over.
 */
export async function restoreFromStorage(
  input: RestoreFromStorageInput,
): Promise<{ manifest: Manifest; name: string; kept?: string }> {
  const { context } = input;
  const { manifest } = await verifyPoint({
    ...input,
    // The restore itself decrypts everything; once is enough.
    identities: undefined,
    signal: context.signal,
  });
  const driver = input.findDriver(manifest.driver);
  const label = `${manifest.id.slice(-8)}_${Date.now().toString(
    36,
  )}`.toLowerCase();
  const restored = await driver.restoreBeside(context, {
    label,
    engine: manifest.engine,
    streams: await openStreams(input, manifest),
    ...(input.switchOver && { live: driver.nameOf(context) }),
  });
  try {
    const { fingerprint } = await driver.fingerprint({
      ...context,
      connection: restored.connection,
    });
    refuseDifference(manifest.fingerprint, fingerprint);
    if (!input.switchOver) return { manifest, name: restored.name };
    const { kept } = await driver.switchOver(context, restored, { label });
    return { manifest, name: driver.nameOf(context), kept };
  } catch (error) {
    await driver.discard(
      { ...context, signal: new AbortController().signal },
      restored,
    );
    throw error;
  }
}
