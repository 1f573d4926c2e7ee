import { createHash } from 'node:crypto';
import {
  type ExpectedFile,
  type Finding,
  type FoundVersion,
  recoveryPointPrefix,
  type ScrubFacts,
  type StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readSignedManifest, type StoredVersion } from '@safepoint/engine';
import type { SignedManifest } from '../records/SignedManifest';
import { listExpectedFiles, manifestName } from './expectedFiles';
import type { ScrubDependencies } from './ScrubDependencies';

/** What storage has of a point. */
export type Inspection = Pick<
  ScrubFacts,
  'files' | 'signatureProblem' | 'bytesRead'
>;

/** Objects up to that size are read where a newer version may be the same bytes. */
const smallBytes = 1024 * 1024;

/** Looks at everything that makes up a recovery point. Throws where storage cannot be asked, and judges nothing. */
export class PointInspector {
  constructor(
    private readonly dependencies: Pick<
      ScrubDependencies,
      'storage' | 'signingKeys'
    >,
  ) {}

  /** @param options - `read`: every byte, and not only what a listing tells */
  async inspect(
    manifest: SignedManifest,
    instance: StoreInstance,
    options: { read: boolean; signal?: AbortSignal },
  ): Promise<Inspection> {
    const { entityRef, environment } = instance;
    const prefix = recoveryPointPrefix(entityRef, environment, manifest.id);
    const versions = await this.#list(prefix, options.signal);
    const files: Inspection['files'] = [];
    for (const { expected, needed } of listExpectedFiles(prefix, manifest)) {
      const found = await this.#digest(
        expected,
        versions.get(expected.key) ?? [],
        options,
      );
      files.push({ expected, needed, versions: found });
    }
    return {
      files,
      signatureProblem: await this.#checkSignature(prefix, manifest, instance),
      bytesRead: options.read,
    };
  }

  /** One request for a point, however many objects it has. */
  async #list(
    prefix: string,
    signal: AbortSignal | undefined,
  ): Promise<Map<string, FoundVersion[]>> {
    const found = new Map<string, FoundVersion[]>();
    const { storage } = this.dependencies;
    for await (const version of storage.listVersions(`${prefix}/`, {
      signal,
    })) {
      const known = found.get(version.key) ?? [];
      found.set(version.key, [...known, toFound(version)]);
    }
    return found;
  }

  async #digest(
    expected: ExpectedFile,
    versions: FoundVersion[],
    options: { read: boolean; signal?: AbortSignal },
  ): Promise<FoundVersion[]> {
    const found: FoundVersion[] = [];
    for (const version of versions) {
      if (!isToBeRead(expected, version, options.read)) {
        found.push(version);
        continue;
      }
      const sha256 = await this.#read(expected.key, version, options.signal);
      // Whoever deletes it in between has it counted as gone.
      if (sha256) found.push({ ...version, sha256 });
    }
    return found;
  }

  async #read(
    key: string,
    { versionId }: FoundVersion,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const hash = createHash('sha256');
    try {
      const stream = await this.dependencies.storage.openObject(key, {
        versionId,
        signal,
      });
      for await (const chunk of stream) hash.update(chunk);
    } catch (error) {
      if ((error as { kind?: string }).kind === 'object-not-found') {
        return undefined;
      }
      throw error;
    }
    return hash.digest('hex');
  }

  /** Of what the database has; that storage has the same is compared by its bytes. */
  async #checkSignature(
    prefix: string,
    manifest: SignedManifest,
    { id, entityRef, environment }: StoreInstance,
  ): Promise<Finding | undefined> {
    const bytes = Buffer.from(JSON.stringify(manifest));
    const expected = {
      id: manifest.id,
      instanceId: id,
      entityRef,
      environment,
    };
    try {
      await readSignedManifest(
        bytes,
        this.dependencies.signingKeys.known,
        expected,
      );
      return undefined;
    } catch (error) {
      return {
        code: 'unsigned',
        name: manifestName,
        key: `${prefix}/${manifestName}`,
        message: (error as Error).message,
      };
    }
  }
}

function toFound(version: StoredVersion): FoundVersion {
  const { kind, versionId, isLatest, sizeBytes } = version;
  return { kind, versionId, isLatest, sizeBytes };
}

function isToBeRead(
  expected: ExpectedFile,
  version: FoundVersion,
  readAll: boolean,
): boolean {
  if (version.kind !== 'object' || version.sizeBytes !== expected.sizeBytes) {
    return false;
  }
  // A manifest is known by its bytes alone.
  if (typeof expected.versionId === 'object') return true;
  const isRecorded = version.versionId === expected.versionId;
  return isRecorded
    ? readAll
    : version.isLatest && version.sizeBytes <= smallBytes;
}
