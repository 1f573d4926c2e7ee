import { parseEntityRef } from '@backstage/catalog-model';
import type { Alert } from '../alerts';
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
    find: DirectFind,
    why: { code: string; reason: string },
  ): Promise<void> {
    const { place, instance, takenAt } = find;
    const { alerts, auditor, records, logger } = this.dependencies;
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
          await alerts.raise(this.#describe(find, why), trx);
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

  /** Of one store one thread, however many somebody leaves. */
  #describe(
    { place, instance }: DirectFind,
    why: { code: string; reason: string },
  ): Alert {
    const { config } = this.dependencies;
    const { kind, namespace, name } = parseEntityRef(place.entityRef);
    const query = new URLSearchParams({ environment: place.environment });
    return {
      kind: 'find-quarantined',
      severity: 'high',
      entityRef: place.entityRef,
      environment: place.environment,
      title: `What a job left for ${place.entityRef} (${place.environment}) is not believed`,
      text: `Somebody with the cloud role of project ${place.projectId} wrote ${place.folder}. ${why.reason} It counts for nothing; find out who it was.`,
      link: `${config.appBaseUrl}/catalog/${namespace}/${kind}/${name}/recovery?${query}`,
      dedupeKey: `find-quarantined ${instance.id}`,
    };
  }
}
