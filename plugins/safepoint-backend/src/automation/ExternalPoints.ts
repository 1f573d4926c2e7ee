import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  checkExternalClaim,
  type RecordExternalPointBody,
} from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import { audited } from '../audit/audited';
import { agentStores, type AgentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { DurableRecords } from '../records';
import { draftPointStatusRecord } from '../records/recordDrafts';
import type { AutomationCall, AutomationCalls } from './AutomationCalls';
import {
  type AutomationGate,
  nameOf,
  type ServiceCredentials,
} from './AutomationGate';
import type { ExternalInstances } from './ExternalInstances';

export interface RecordedExternalPoint {
  point: RecordedPoint;
  instance: StoredInstance;
  /** Whether it was recorded before, under the same key. */
  repeated: boolean;
}

/**
 * Recovery points that were made elsewhere. A signed durable record is all that there is of one: no manifest
 * and no object of ours, so it is never restored by the portal, never proven by it and never last known good.
 */
export class ExternalPoints {
  constructor(
    private readonly options: {
      stores: Pick<AgentStores, 'points'>;
      instances: ExternalInstances;
      records: DurableRecords;
      gate: AutomationGate;
      calls: AutomationCalls;
      auditor: AuditorService;
      now: () => Date;
    },
  ) {}

  async record(
    given: RecordExternalPointBody,
    key: string,
    credentials: ServiceCredentials,
  ): Promise<RecordedExternalPoint> {
    const { calls, gate, instances, now, stores } = this.options;
    const body = {
      ...given,
      entityRef: given.entityRef.toLocaleLowerCase('en-US'),
    };
    await gate.require(credentials, { ...body, operation: 'record-external' });
    const call = { subject: nameOf(credentials), key, asked: body };
    const known = await calls.findResult(call);
    const stateAt = new Date(body.stateAt);
    const problems = known
      ? []
      : checkExternalClaim({ ...body, stateAt }, now());
    if (problems.length > 0) {
      throw new InputError(
        `The recovery point is not recorded: ${problems.join(' ')}`,
      );
    }
    const instance = await instances.ensure(body.entityRef, body.environment);
    if (known) {
      const point = await stores.points.find(known);
      if (!point) throw new NotFoundError(`Recovery point ${known} is gone.`);
      return { point, instance, repeated: true };
    }
    const point = await this.#insert(body, instance, call);
    return { point, instance, repeated: false };
  }

  async #insert(
    body: RecordExternalPointBody,
    instance: StoredInstance,
    call: AutomationCall,
  ): Promise<RecordedPoint> {
    const { auditor, calls, now, records } = this.options;
    const point = describe(body, instance, call.subject, now());
    await audited(
      auditor,
      {
        eventId: 'external-point-record',
        severityLevel: 'medium',
        meta: {
          recoveryPointId: point.id,
          entityRef: instance.entityRef,
          environment: instance.environment,
          by: call.subject,
        },
      },
      () =>
        records.transaction(async trx => {
          await calls.note(trx, call, point.id, now());
          await agentStores(trx).points.insert(point);
          await records.commit(trx, draftPointStatusRecord(point, instance));
        }),
    );
    return point;
  }
}

function describe(
  body: RecordExternalPointBody,
  instance: StoredInstance,
  recordedBy: string,
  now: Date,
): RecordedPoint {
  const { location, origin, sha256, sizeBytes, stateAt } = body;
  return {
    id: ulid(now.getTime()),
    instanceId: instance.id,
    trigger: 'external',
    status: 'available',
    stateAt: new Date(stateAt),
    createdAt: now,
    completedAt: now,
    storedBytes: sizeBytes,
    level: 'L0',
    quarantined: false,
    external: { origin, location, sizeBytes, sha256, recordedBy },
    revision: 1,
  };
}
