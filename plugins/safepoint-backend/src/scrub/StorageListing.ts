import type { StoredObjectInfo } from '@safepoint/engine';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import { type DueRow, DueRows } from './DueRows';
import { FoundPoints } from './FoundPoints';
import {
  groupByFolder,
  hasManifest,
  newestOf,
  type PointFolder,
} from './PointFolder';
import type { ScrubDependencies } from './ScrubDependencies';
import { ScrubProblems } from './ScrubProblems';
import { StrayStore } from './StrayStore';

/** Keys of one round. A folder of a point has few, and its keys lie side by side. */
const usualPageKeys = 5_000;
const rowId = 'storage';

/** Whose objects stay behind where they were not removed. */
const endedStatuses: RecordedPoint['status'][] = ['failed', 'lost', 'deleted'];

interface Progress {
  startedAt: Date;
  cursor?: string;
}

/**
 * Goes through all of storage once in a period, a page of keys at a time, and holds it against the database:
 * recovery points that it does not know are taken up, objects that belong to none are told of. Nothing is
 * deleted. The place where a round ended is kept in a row that one replica at a time can have; after a crash
 * the page is read again, and what was done with it is not done twice.
 */
export class StorageListing {
  readonly #rows: DueRows;
  readonly #finds: FoundPoints;
  readonly #problems: ScrubProblems;

  constructor(
    private readonly dependencies: ScrubDependencies,
    private readonly pageKeys = usualPageKeys,
  ) {
    const { knex, now } = dependencies;
    const table = 'scrub_listing';
    this.#rows = new DueRows({ knex, now, table, column: 'next_at' });
    this.#finds = new FoundPoints(dependencies);
    this.#problems = new ScrubProblems(dependencies);
  }

  /** One page, where it is time for one; says whether there was. */
  async go(): Promise<boolean> {
    const { knex, now } = this.dependencies;
    await knex('scrub_listing')
      .insert({ id: rowId, next_at: now().toISOString() })
      .onConflict('id')
      .ignore();
    const [row] = await this.#rows.claim(1);
    if (!row) return false;
    const progress = await this.#readProgress();
    const { objects, isLast } = await this.#listPage(progress.cursor);
    const folders = groupByFolder(objects);
    const cutOff = isLast ? undefined : findCutOff(objects, folders);
    const whole = folders.filter(folder => folder !== cutOff);
    await this.#compare(whole, progress.startedAt);
    if (isLast) await this.#finish(row, progress);
    else await this.#goOn(row, progress, cursorAfter(objects, cutOff));
    return true;
  }

  async #readProgress(): Promise<Progress> {
    const { knex, now } = this.dependencies;
    const row = await knex('scrub_listing').where({ id: rowId }).first();
    return row.cursor
      ? { cursor: row.cursor, startedAt: new Date(row.started_at) }
      : { startedAt: now() };
  }

  async #listPage(
    startAfter: string | undefined,
  ): Promise<{ objects: StoredObjectInfo[]; isLast: boolean }> {
    const { storage } = this.dependencies;
    const objects: StoredObjectInfo[] = [];
    for await (const object of storage.listObjects('', { startAfter })) {
      objects.push(object);
      if (objects.length === this.pageKeys) return { objects, isLast: false };
    }
    return { objects, isLast: true };
  }

  async #compare(folders: PointFolder[], startedAt: Date): Promise<void> {
    const { points } = agentStores(this.dependencies.knex);
    for (let at = 0; at < folders.length; at += 500) {
      const some = folders.slice(at, at + 500);
      const known = await points.listByIds(some.map(({ id }) => id));
      const byId = new Map(known.map(point => [point.id, point]));
      for (const folder of some) {
        await this.#compareOne(folder, byId.get(folder.id), startedAt);
      }
    }
  }

  /** What fails for one folder keeps no other from being looked at. */
  async #compareOne(
    folder: PointFolder,
    point: RecordedPoint | undefined,
    startedAt: Date,
  ): Promise<void> {
    const { knex, logger } = this.dependencies;
    try {
      if (!point && hasManifest(folder)) {
        await this.#finds.takeUp(folder);
      } else if (this.#isStray(folder, point)) {
        await new StrayStore(knex).record(folder, startedAt);
      }
    } catch (error) {
      if ((error as { retryable?: boolean }).retryable) throw error;
      logger.error(
        `${folder.folder} could not be held against the database and is tried again: ${error}`,
      );
    }
  }

  #isStray(folder: PointFolder, point: RecordedPoint | undefined): boolean {
    if (point && !endedStatuses.includes(point.status)) return false;
    // A find that is quarantined has its own place on the page.
    if (point?.origin === 'found') return false;
    const { now, config } = this.dependencies;
    const newest = newestOf(folder);
    const ageMs = newest ? now().getTime() - newest.getTime() : 0;
    return ageMs > config.scrub.strayAfterSeconds * 1_000;
  }

  async #goOn(row: DueRow, progress: Progress, cursor: string): Promise<void> {
    const { knex, now } = this.dependencies;
    await knex('scrub_listing')
      .where({ id: rowId, next_at: row.claimedUntil })
      .update({ cursor, started_at: progress.startedAt.toISOString() });
    await this.#rows.release(row, now());
  }

  async #finish(row: DueRow, { startedAt }: Progress): Promise<void> {
    const { knex, now, config, instances } = this.dependencies;
    const places = await new StrayStore(knex).closePass(startedAt);
    for (const { entityRef, environment } of places) {
      const instance = await instances.findByEntity(entityRef, environment);
      if (instance) await this.#problems.settle(instance);
    }
    await knex('scrub_listing')
      .where({ id: rowId, next_at: row.claimedUntil })
      .update({ cursor: null, finished_at: now().toISOString() });
    const period = config.scrub.periodSeconds * 1_000;
    await this.#rows.release(row, new Date(startedAt.getTime() + period));
  }
}

/** The folder that the page ends in; it may go on on the next one. None where it is all of the page. */
function findCutOff(
  objects: StoredObjectInfo[],
  folders: PointFolder[],
): PointFolder | undefined {
  const last = folders.at(-1);
  const endsInIt = last?.objects.at(-1) === objects.at(-1);
  return endsInIt && last?.objects[0] !== objects[0] ? last : undefined;
}

/** Where the next page begins: after the last key that was dealt with. */
function cursorAfter(
  objects: StoredObjectInfo[],
  cutOff: PointFolder | undefined,
): string {
  const dealtWith = cutOff
    ? objects.slice(0, objects.indexOf(cutOff.objects[0]))
    : objects;
  return dealtWith[dealtWith.length - 1].key;
}
