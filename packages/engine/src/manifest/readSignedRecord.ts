import {
  durableRecordSchema,
  type DurableRecord,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { JSONWebKeySet } from 'jose';
import { readSignedDocument } from './readSignedDocument';

/**
 * Reads the bytes of a durable record. Throws `SafepointError` of kind `record-unsigned`,
 * `record-signature-invalid` or `record-invalid` (with all problems).
 *
 * @public
 */
export async function readSignedRecord(
  bytes: Uint8Array,
  keys: JSONWebKeySet,
): Promise<{ record: DurableRecord; keyId: string }> {
  const { document: record, keyId } = await readSignedDocument({
    noun: 'record',
    bytes,
    keys,
    schema: durableRecordSchema,
  });
  return { record, keyId };
}
