import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import { draftPointStatusRecord } from '../records/recordDrafts';
import { audited } from '../audit/audited';
import type { DirectDependencies } from './DirectDependencies';
import type { DirectFind } from './DirectFind';

/**
 * Records a find that is not believed: shown with its reason, never restored from, and by its durable record
 * the same after a rebuild. What was found stays where it lies, for whoever looks into it.
 */
export class FindQuarantine {
  constructor(private readonly dependencies: DirectDependencies) {}

  async quarantine(
    { place, instance, takenAt }: DirectFind,
    why: { code: string; reason: string },
  ): Promise<void> {
    const { auditor, records, logger } = this.dependencies;
    const point: RecordedPoint = {
      id: place.id,
      instanceId: instance.id,
      trigger: 'external',
      status: 'failed',
      createdAt: takenAt,
      level: 'L0',
      quarantined: true,
      problem: {
        kind: `direct-${why.code}`,
        message: `Found in ${place.folder} and quarantined. ${why.reason}`,
      },
      revision: 1,
    };
    logger.warn(
      `The find in ${place.folder} is quarantined: ${why.code}. ${why.reason}`,
    );
    await audited(
      auditor,
      {
        eventId: 'direct-find-quarantine',
        severityLevel: 'high',
        meta: { folder: place.folder, ...why },
      },
      () =>
        records.transaction(async trx => {
          await agentStores(trx).points.insert(point);
          await records.commit(
            trx,
            draftPointStatusRecord(point, {
              entityRef: place.entityRef,
              environment: place.environment,
            }),
          );
        }),
    );
  }
}
