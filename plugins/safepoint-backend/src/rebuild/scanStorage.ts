import {
  type DurableRecord,
  durableRecordKey,
  recoveryPointPrefix,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  readSignedManifest,
  readSignedRecord,
  type Storage,
} from '@safepoint/engine';
import type { JSONWebKeySet } from 'jose';
import type { ScannedStorage } from './ScannedStorage';

const manifestKey = /\/manifest\.json$/;
const recordKey = /\/records\/[^/]+\.json$/;

/** Reads every manifest and record. One that is not believed is a problem of the report and nothing else. */
export async function scanStorage(
  storage: Storage,
  keys: JSONWebKeySet,
): Promise<ScannedStorage> {
  const scanned: ScannedStorage = {
    manifests: [],
    records: [],
    counts: { manifests: 0, records: 0 },
    problems: [],
  };
  const newest = new Map<string, DurableRecord>();
  for await (const { key } of storage.listObjects('')) {
    try {
      if (manifestKey.test(key)) {
        scanned.manifests.push(await readManifest(storage, keys, key));
        scanned.counts.manifests += 1;
      } else if (recordKey.test(key)) {
        keepNewest(newest, await readRecord(storage, keys, key));
        scanned.counts.records += 1;
      }
    } catch (error) {
      if ((error as { retryable?: boolean }).retryable) throw error;
      scanned.problems.push({
        key,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  scanned.records = [...newest.values()];
  return scanned;
}

async function readManifest(
  storage: Storage,
  keys: JSONWebKeySet,
  key: string,
) {
  const bytes = await readWhole(storage, key);
  const { manifest } = await readSignedManifest(bytes, keys);
  const { entityRef, environment } = manifest.instance;
  const place = recoveryPointPrefix(entityRef, environment, manifest.id);
  if (`${place}/manifest.json` !== key) {
    throw new Error(
      `This is the manifest of recovery point ${manifest.id} of ${entityRef} in ${environment}; somebody copied or moved it here.`,
    );
  }
  return JSON.parse(bytes.toString('utf8'));
}

async function readRecord(
  storage: Storage,
  keys: JSONWebKeySet,
  key: string,
): Promise<DurableRecord> {
  const bytes = await readWhole(storage, key);
  const { record } = await readSignedRecord(bytes, keys);
  if (durableRecordKey(record) !== key) {
    throw new Error(
      `This is revision ${record.revision} of ${record.type} ${record.id}; somebody copied or moved it here.`,
    );
  }
  return record;
}

async function readWhole(storage: Storage, key: string): Promise<Buffer> {
  const bytes = await storage.readObject(key);
  if (!bytes) throw new Error('It was listed and cannot be read.');
  return bytes;
}

function keepNewest(newest: Map<string, DurableRecord>, record: DurableRecord) {
  const name = `${record.type}/${record.id}`;
  const known = newest.get(name);
  if (!known || known.revision < record.revision) newest.set(name, record);
}
