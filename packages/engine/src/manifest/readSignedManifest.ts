import {
  manifestSchema,
  type Manifest,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { JSONWebKeySet } from 'jose';
import { SafepointError } from '../errors/SafepointError';
import { readSignedDocument } from './readSignedDocument';

/** What the place that a manifest was read from says it is. @public */
export interface ExpectedManifest {
  id?: string;
  instanceId?: string;
  entityRef?: string;
  environment?: string;
}

/**
 * Reads the bytes of a `manifest.json`. Throws `SafepointError` of kind `manifest-unsigned`,
 * `manifest-signature-invalid`, `manifest-invalid` (with all problems), or `manifest-misplaced` where
 * it is a good manifest of something else than expected.
 *
 * @public
 */
export async function readSignedManifest(
  bytes: Uint8Array,
  keys: JSONWebKeySet,
  expected: ExpectedManifest = {},
): Promise<{ manifest: Manifest; keyId: string }> {
  const { document: manifest, keyId } = await readSignedDocument({
    noun: 'manifest',
    bytes,
    keys,
    schema: manifestSchema,
  });
  const problems = misplacements(manifest, expected);
  if (problems.length) {
    throw new SafepointError({
      kind: 'manifest-misplaced',
      message: `The manifest is of another recovery point: ${problems.join(
        ', ',
      )}. Somebody moved or copied it; the one that belongs here is missing.`,
    });
  }
  return { manifest, keyId };
}

function misplacements(manifest: Manifest, expected: ExpectedManifest) {
  const found: ExpectedManifest = {
    id: manifest.id,
    instanceId: manifest.instance.id,
    entityRef: manifest.instance.entityRef,
    environment: manifest.instance.environment,
  };
  return (Object.keys(found) as (keyof ExpectedManifest)[])
    .filter(name => expected[name] !== undefined)
    .filter(name => expected[name] !== found[name])
    .map(name => `${name} is ${found[name]}, not ${expected[name]}`);
}
