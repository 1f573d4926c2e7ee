import {
  type Manifest,
  type OpenedObjectView,
  type ProofPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  openStoredObject,
  readSignedManifest,
  SafepointError,
  type DumpStream,
  type OpenedStream,
} from '@safepoint/engine';
import type { RunContext } from '../run/withRun';

/** A recovery point that may be read now: its manifest was checked, its streams decrypt as they flow. */
export interface OpenedPoint {
  manifest: Manifest;
  streams: DumpStream[];
  /** What was read of the stored bytes so far; known when the streams have ended. */
  readings: { name: string; opened: OpenedStream }[];
}

type KeySet = Parameters<typeof readSignedManifest>[1];

/** The plan's manifest, checked against the plan: nothing of it is believed before. */
export async function readPlannedManifest(plan: ProofPlan): Promise<Manifest> {
  const bytes = Buffer.from(JSON.stringify(plan.manifest));
  // The contract gives a JWK Set; the check itself refuses whatever is none.
  const keys = (plan.signingKeys ?? { keys: [] }) as unknown as KeySet;
  const { manifest } = await readSignedManifest(bytes, keys, {
    id: plan.recoveryPointId,
    instanceId: plan.instanceId,
    entityRef: plan.entityRef,
    environment: plan.environment,
  });
  return manifest;
}

function findOpened(
  answers: OpenedObjectView[],
  name: string,
): OpenedObjectView {
  const object = answers.find(candidate => candidate.name === name);
  if (!object) {
    throw new SafepointError({
      kind: 'object-missing',
      message: `The portal did not open the object ${name} that the manifest names.`,
    });
  }
  return object;
}

/** Asks the portal for the keys of this one point and opens its objects against the manifest. */
export async function openPoint(
  context: RunContext,
  manifest: Manifest,
): Promise<OpenedPoint> {
  const answers = await context.client.open(manifest.id);
  const streams: DumpStream[] = [];
  const readings: OpenedPoint['readings'] = [];
  for (const object of manifest.objects) {
    const { header, fileKey, payload } = findOpened(answers, object.name);
    const opened = await openStoredObject(payload, {
      name: object.name,
      header: Buffer.from(header, 'base64'),
      key: { fileKey: Buffer.from(fileKey, 'base64') },
      // What the signed manifest says, not what came with the answer.
      payload: object.payload,
      plaintext: object.plaintext,
      signal: context.signal,
    });
    streams.push({
      name: object.name,
      format: object.plaintext.format,
      stream: opened.stream,
    });
    readings.push({ name: object.name, opened });
  }
  return { manifest, streams, readings };
}
