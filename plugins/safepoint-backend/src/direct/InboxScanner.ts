import {
  directInboxRoot,
  parseDirectDraftKey,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { StoredObjectInfo } from '@safepoint/engine';
import { audited } from '../audit/audited';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { DirectDependencies } from './DirectDependencies';
import type { DirectFind } from './DirectFind';
import type { FindAdopter } from './FindAdopter';
import type { FindJudge } from './FindJudge';
import type { FindQuarantine } from './FindQuarantine';
import type { FoundSets } from './FoundSets';

/** Drafts hold fingerprints, which grow with the number of tables and of parts. */
const maxDraftBytes = 32 * 1024 * 1024;

/**
 * Looks through the inboxes for drafts that no recovery point was made of yet. Safe to repeat and to run
 * again after a rebuild: the id of a find is the id of its point, and the manifest of an adopted one, or the
 * record of a quarantined one, says in storage that it was looked at.
 */
export class InboxScanner {
  /** Drafts that cannot be shown anywhere are told once by each process. */
  readonly #told = new Set<string>();

  constructor(
    private readonly dependencies: DirectDependencies,
    private readonly parts: {
      judge: FindJudge;
      adopter: FindAdopter;
      quarantine: FindQuarantine;
      sets: FoundSets;
    },
  ) {}

  /** What fails for one find keeps no other waiting. */
  async scan(signal = new AbortController().signal): Promise<void> {
    const { storage, logger } = this.dependencies;
    const drafts: StoredObjectInfo[] = [];
    for await (const object of storage.listObjects(`${directInboxRoot}/`)) {
      if (object.key.endsWith('/draft.json')) drafts.push(object);
    }
    // The oldest first: what was taken before a deployment comes before its baseline.
    drafts.sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
    for (const draft of drafts) {
      signal.throwIfAborted();
      try {
        await this.#look(draft, signal);
      } catch (error) {
        logger.error(
          `The find ${draft.key} could not be dealt with and is tried again: ${error}`,
        );
      }
    }
    await this.parts.sets.endStranded();
  }

  async #look(object: StoredObjectInfo, signal: AbortSignal): Promise<void> {
    const { instances, knex } = this.dependencies;
    const place = parseDirectDraftKey(object.key);
    const instance =
      place &&
      (await instances.findByEntity(place.entityRef, place.environment));
    if (!place || !instance) {
      await this.#tellOnce(object.key, 'its place is that of no store');
      return;
    }
    const find = {
      place,
      instance,
      takenAt: timeOf(object, this.dependencies),
    };
    const point = await agentStores(knex).points.find(place.id);
    if (!point) await this.#judge(find, object, signal);
    else await this.#tidy(find, point);
  }

  async #judge(
    find: DirectFind,
    object: StoredObjectInfo,
    signal: AbortSignal,
  ): Promise<void> {
    const { storage, logger } = this.dependencies;
    const { judge, quarantine } = this.parts;
    if (object.sizeBytes > maxDraftBytes) {
      const reason = `Its draft has ${object.sizeBytes} bytes.`;
      await quarantine.quarantine(find, { code: 'draft-invalid', reason });
      return;
    }
    const bytes = await storage.readObject(object.key);
    const after = await storage.statObject(object.key);
    // Whoever writes the draft anew in between would have the time of the one before.
    if (!bytes || !after || !isSameDraft(object, after)) return;
    const judgement = await judge.judge(find, bytes);
    if (judgement.verdict === 'wait') {
      logger.info(`The find ${object.key} waits: ${judgement.reason}`);
    } else if (judgement.verdict === 'quarantine') {
      await quarantine.quarantine(find, judgement);
    } else {
      await this.#adopt(judgement.find, signal);
    }
  }

  async #adopt(
    find: Parameters<FindAdopter['adopt']>[0],
    signal: AbortSignal,
  ): Promise<void> {
    const { auditor, knex } = this.dependencies;
    const { place, identity } = find;
    const { issuer, projectId, pipelineId, jobId } = identity;
    const meta = {
      folder: place.folder,
      recoveryPointId: place.id,
      issuer,
      projectId,
      pipelineId,
      jobId,
    };
    try {
      await audited(auditor, { eventId: 'direct-find-adopt', meta }, () =>
        this.parts.adopter.adopt(find, signal),
      );
    } catch (error) {
      const { kind, message } = error as { kind?: string; message: string };
      const recorded = await agentStores(knex).points.find(place.id);
      if (kind !== 'part-mismatch' || recorded) throw error;
      const why = { code: 'bytes-differ', reason: message };
      await this.parts.quarantine.quarantine(find, why);
      return;
    }
    const point = await agentStores(knex).points.find(place.id);
    if (point) await this.#tidy(find, point);
  }

  /** An adopted find is in the point's own folder; the draft goes last, so that a crash leaves it to be found. */
  async #tidy(find: DirectFind, point: RecordedPoint): Promise<void> {
    const { storage } = this.dependencies;
    const { folder } = find.place;
    if (point.status !== 'available' || !(await this.#isSame(find, point))) {
      return;
    }
    for await (const { key } of storage.listObjects(`${folder}/`)) {
      if (key !== `${folder}/draft.json`) await storage.deleteObject(key);
    }
    await storage.deleteObject(`${folder}/draft.json`);
  }

  /** Whoever chooses an id may choose that of another's point; such a find is nobody's. */
  async #isSame(find: DirectFind, point: RecordedPoint): Promise<boolean> {
    const { knex } = this.dependencies;
    const manifest = await agentStores(knex).points.readManifest(point.id);
    const same =
      point.instanceId === find.instance.id &&
      manifest?.run.projectId === find.place.projectId;
    if (!same) {
      const key = `${find.place.folder}/draft.json`;
      await this.#tellOnce(key, 'its id is that of another recovery point');
    }
    return same;
  }

  async #tellOnce(key: string, reason: string): Promise<void> {
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const { auditor, logger } = this.dependencies;
    logger.warn(`${key} is left alone: ${reason}.`);
    const event = await auditor.createEvent({
      eventId: 'direct-find-misplaced',
      severityLevel: 'high',
      meta: { key, reason },
    });
    await event.success();
  }
}

/** Some storages tell the time of an object to the second only. */
function isSameDraft(one: StoredObjectInfo, other: StoredObjectInfo): boolean {
  const secondOf = ({ lastModified }: StoredObjectInfo) =>
    lastModified && Math.floor(lastModified.getTime() / 1000);
  return one.sizeBytes === other.sizeBytes && secondOf(one) === secondOf(other);
}

function timeOf(
  { lastModified }: StoredObjectInfo,
  { now }: Pick<DirectDependencies, 'now'>,
): Date {
  return lastModified ?? now();
}

function idOf({ key }: StoredObjectInfo): string {
  return key.split('/').at(-2) ?? '';
}
