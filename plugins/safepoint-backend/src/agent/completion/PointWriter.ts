import {
  type Manifest,
  recoveryPointPrefix,
  type RecoveryPointDraft,
  type StoredFile,
  type StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readSignedManifest, signDocument } from '@safepoint/engine';
import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import { draftPointStatusRecord } from '../../records/recordDrafts';
import type { SignedManifest } from '../../records/SignedManifest';
import type { AgentDependencies } from '../AgentDependencies';
import { audited } from '../../audit/audited';
import { buildManifest, type StoredFiles } from './buildManifest';
import { describePoint } from './describePoint';
import { isPermanent } from './isPermanent';
import type { PointDiscarder } from './PointDiscarder';
import { renderRunbook } from './renderRunbook';
import { writeOnce } from './writeOnce';

interface CompletingPoint {
  point: RecordedPoint & { completedAt: Date };
  draft: RecoveryPointDraft;
  instance: StoreInstance;
  run: Run;
  prefix: string;
}

/** Steps (b)–(f) of a completion; every one is safe to repeat. See `PointCompleter` for the protocol. */
export class PointWriter {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly discarder: PointDiscarder,
  ) {}

  /**
   * Finish a point that is `completing`. What may pass by itself (an unreachable storage) is thrown and
   * leaves it `completing`; what cannot (other parts than announced) makes it `failed`.
   */
  async rollForward(pointId: string): Promise<RecordedPoint> {
    const context = await this.#load(pointId);
    if ('finished' in context) return context.finished;
    const { point, instance } = context;
    return audited(
      this.dependencies.auditor,
      {
        eventId: 'recovery-point-complete',
        meta: {
          recoveryPointId: point.id,
          entityRef: instance.entityRef,
          environment: instance.environment,
          runId: point.runId,
        },
      },
      async () => {
        try {
          return await this.#write(context);
        } catch (error) {
          // Another replica may have rolled it forward to its end in the meantime.
          if (isPermanent(error) && !(await this.#hasManifest(context))) {
            await this.discarder.fail(point, ['completing'], {
              kind: error.kind,
              message: error.message,
            });
          }
          throw error;
        }
      },
    );
  }

  async #load(
    pointId: string,
  ): Promise<CompletingPoint | { finished: RecordedPoint }> {
    const stores = agentStores(this.dependencies.knex);
    const point = await stores.points.find(pointId);
    if (!point) throw new Error(`There is no recovery point ${pointId}.`);
    if (point.status === 'available') return { finished: point };
    const draft = await stores.points.readDraft(pointId);
    const instance = await this.dependencies.instances.find(point.instanceId);
    const run = point.runId ? await stores.runs.find(point.runId) : undefined;
    const { completedAt } = point;
    if (!draft || !instance || !run || !completedAt) {
      throw new Error(`Recovery point ${pointId} is not being completed.`);
    }
    return {
      point: { ...point, completedAt },
      draft,
      instance,
      run,
      prefix: recoveryPointPrefix(
        instance.entityRef,
        instance.environment,
        pointId,
      ),
    };
  }

  async #write(context: CompletingPoint): Promise<RecordedPoint> {
    const payloads = await this.#completePayloads(context);
    const headers = await this.#writeHeaders(context);
    const runbook = await this.#writeRunbook(context);
    const manifest = await this.#writeManifest(context, {
      payloads,
      headers,
      runbook,
    });
    return this.#makeAvailable(context, manifest);
  }

  async #hasManifest({ prefix }: CompletingPoint): Promise<boolean> {
    const key = `${prefix}/manifest.json`;
    return (await this.dependencies.storage.statObject(key)) !== undefined;
  }

  /**
   * A point that was given up and has a manifest after all is whole, and storage is the truth: it becomes
   * available. Throws if the manifest is not a good one of this point.
   */
  async adopt(point: RecordedPoint, instance: StoreInstance): Promise<void> {
    const { records, storage, signingKeys } = this.dependencies;
    const { entityRef, environment } = instance;
    const prefix = recoveryPointPrefix(entityRef, environment, point.id);
    const bytes = await storage.readObject(`${prefix}/manifest.json`);
    if (!bytes) return;
    const { manifest } = await readSignedManifest(bytes, signingKeys.known, {
      id: point.id,
      instanceId: instance.id,
      entityRef,
      environment,
    });
    const { id, instanceId, status, revision, ...change } =
      describePoint(manifest);
    await records.transaction(async trx => {
      const stores = agentStores(trx);
      const adopted = await stores.points.transition(id, {
        from: ['failed', 'lost'],
        to: status,
        change: { ...change, problem: undefined },
        manifest: JSON.parse(bytes.toString('utf8')),
        recorded: true,
      });
      await records.commit(trx, draftPointStatusRecord(adopted, instance));
      await stores.uploads.deleteByPoint(id);
    });
  }

  async #completePayloads({
    point,
    draft,
  }: CompletingPoint): Promise<StoredFiles['payloads']> {
    const { knex, storage } = this.dependencies;
    const uploads = await agentStores(knex).uploads.listByPoint(point.id);
    const payloads: StoredFiles['payloads'] = new Map();
    for (const { key, uploadId, object } of uploads) {
      const drafted = draft.objects.find(({ name }) => name === object);
      if (!drafted) continue;
      const { versionId } = await storage.completeUpload({
        key,
        uploadId,
        parts: drafted.payload.parts,
      });
      payloads.set(object, { key, ...(versionId && { versionId }) });
    }
    return payloads;
  }

  async #writeHeaders({
    draft,
    prefix,
  }: CompletingPoint): Promise<Map<string, StoredFile>> {
    const headers = new Map<string, StoredFile>();
    for (const { name, header } of draft.objects) {
      const file = await writeOnce(
        this.dependencies.storage,
        `${prefix}/${name}.header`,
        Buffer.from(header, 'base64'),
        'application/octet-stream',
      );
      headers.set(name, file);
    }
    return headers;
  }

  async #writeRunbook(context: CompletingPoint): Promise<StoredFile> {
    const driver = this.dependencies.findDriver(context.instance.driver);
    if (!driver) {
      throw new Error(
        `The driver ${context.instance.driver} is not known any more.`,
      );
    }
    return writeOnce(
      this.dependencies.storage,
      `${context.prefix}/RUNBOOK.md`,
      Buffer.from(renderRunbook({ ...context, driver })),
      'text/markdown; charset=utf-8',
    );
  }

  /** One that a former attempt has signed, perhaps with a former key, is as good as ours. */
  async #writeManifest(
    context: CompletingPoint,
    files: StoredFiles,
  ): Promise<SignedManifest> {
    const { storage, signingKeys, encryption } = this.dependencies;
    const manifest = await signDocument<Manifest>(
      buildManifest({ ...context, files, recipients: encryption.recipients }),
      signingKeys.current,
    );
    const key = `${context.prefix}/manifest.json`;
    const { outcome } = await storage.createObject(
      key,
      Buffer.from(JSON.stringify(manifest)),
      { contentType: 'application/json' },
    );
    if (outcome === 'created') return manifest;
    const stored = await storage.readObject(key);
    if (!stored) throw new Error(`${key} exists and cannot be read.`);
    await readSignedManifest(stored, signingKeys.known, {
      id: context.point.id,
      instanceId: context.instance.id,
    });
    return JSON.parse(stored.toString('utf8'));
  }

  async #makeAvailable(
    { instance }: CompletingPoint,
    manifest: SignedManifest,
  ): Promise<RecordedPoint> {
    const { records, instances } = this.dependencies;
    await instances.recordIdentity(instance.id, manifest.instance.identity);
    const { id, instanceId, status, revision, ...change } =
      describePoint(manifest);
    return records.transaction(async trx => {
      const stores = agentStores(trx);
      const current = await stores.points.find(id);
      // The task and the agent may roll the same point forward; whoever comes second has nothing to do.
      if (current?.status === 'available') return current;
      const available = await stores.points.transition(id, {
        from: ['completing'],
        to: status,
        change,
        draft: null,
        manifest,
      });
      await stores.uploads.deleteByPoint(id);
      await records.announce(trx, draftPointStatusRecord(available, instance));
      return available;
    });
  }
}
