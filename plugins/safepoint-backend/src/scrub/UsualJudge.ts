import {
  judgeUsual,
  type StoreInstance,
  type UnusualWarning,
  type UsualSample,
  usualWindow,
} from '@safepoint/backstage-plugin-safepoint-common';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import { draftPointStatusRecord } from '../records/recordDrafts';
import type { SignedManifest } from '../records/SignedManifest';
import type { ScrubDependencies } from './ScrubDependencies';
import { ScrubProblems } from './ScrubProblems';

const batch = 50;
/** Older ones are not compared any more: after a rebuild of a lost database nothing is judged anew. */
const judgedWithinMs = 86_400_000;

/**
 * Compares every point with those before it, soon after it is complete and outside of its backup. What is
 * unusual becomes part of the point's durable record, so that a rebuild shows the same; that it was compared
 * at all is a mark on its row.
 */
export class UsualJudge {
  readonly #problems: ScrubProblems;

  constructor(private readonly dependencies: ScrubDependencies) {
    this.#problems = new ScrubProblems(dependencies);
  }

  /** Safe on several replicas: the mark is set by one of them, together with what was found. */
  async judgeNew(): Promise<void> {
    for (const point of await this.#listNew()) {
      try {
        await this.#judge(point);
      } catch (error) {
        this.dependencies.logger.error(
          `Recovery point ${point.id} could not be compared with those before it and is tried again: ${error}`,
        );
      }
    }
  }

  async #listNew(): Promise<RecordedPoint[]> {
    const { knex, now } = this.dependencies;
    const since = new Date(now().getTime() - judgedWithinMs);
    const rows = await knex(recoveryPointMapping.table)
      .whereNull('usual_judged_at')
      .where('completed_at', '>=', since.toISOString())
      .where({ status: 'available' })
      .whereNull('external')
      // The oldest first, so that each is compared with all before it.
      .orderBy('completed_at')
      .limit(batch)
      .select(recoveryPointMapping.columns);
    return rows.map(row => recoveryPointMapping.fromRow(row));
  }

  async #judge(point: RecordedPoint): Promise<void> {
    const { instances, records, now } = this.dependencies;
    const instance = await instances.find(point.instanceId);
    if (!instance) return;
    // One that was found has been judged already, or its time is over.
    const warnings = point.unusual ?? (await this.#compare(point));
    await records.transaction(async trx => {
      const marked = await trx(recoveryPointMapping.table)
        .where({ id: point.id, status: point.status, revision: point.revision })
        .whereNull('usual_judged_at')
        .update({ usual_judged_at: now().toISOString() });
      if (marked === 0) return;
      if (!point.unusual && warnings.length > 0) {
        const changed = await agentStores(trx).points.transition(point.id, {
          from: [point.status],
          to: point.status,
          change: { unusual: warnings },
          recorded: true,
        });
        await records.commit(trx, draftPointStatusRecord(changed, instance));
      }
      await this.#problems.settle(instance, trx);
    });
    this.#tell(point, instance, warnings);
  }

  async #compare(point: RecordedPoint): Promise<UnusualWarning[]> {
    const { points } = agentStores(this.dependencies.knex);
    const before = await this.#listBefore(point);
    const manifests = await points.readManifests([point.id, ...before]);
    const own = manifests.get(point.id);
    if (!own) return [];
    const history = before.flatMap(id => manifests.get(id) ?? []);
    return judgeUsual(history.map(toSample), toSample(own));
  }

  /** The last ones that had any row, the oldest first. */
  async #listBefore({ id, instanceId }: RecordedPoint): Promise<string[]> {
    const rows = await this.dependencies
      .knex(recoveryPointMapping.table)
      .where({ instance_id: instanceId, quarantined: false })
      .where('id', '<', id)
      .where('row_count', '>', 0)
      .whereIn('status', ['available', 'expired'])
      .whereNull('external')
      .orderBy('id', 'desc')
      .limit(usualWindow)
      .select('id');
    return rows.map(row => row.id).reverse();
  }

  #tell(
    { id }: RecordedPoint,
    { entityRef, environment }: StoreInstance,
    warnings: UnusualWarning[],
  ): void {
    if (warnings.length === 0) return;
    this.dependencies.logger.warn(
      `Recovery point ${id} of ${entityRef} (${environment}) is unusual: ${warnings
        .map(({ message }) => message)
        .join(' ')}`,
    );
  }
}

function toSample(manifest: SignedManifest): UsualSample {
  const { objects, fingerprint, phases } = manifest;
  return {
    sourceBytes: sum(objects.map(({ plaintext }) => plaintext.sizeBytes)),
    storedBytes: sum(objects.map(({ payload }) => payload.sizeBytes)),
    rows: sum(fingerprint.tables.map(({ rows }) => rows)),
    tables: fingerprint.tables.map(({ name, rows }) => ({ name, rows })),
    seconds: sum(Object.values(phases)),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
