import { ConflictError } from '@backstage/errors';
import type {
  Decision,
  RequestStatus,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { RecoveryRequest } from '../requests/RecoveryRequest';
import { date, json, plain, type Row, TableMapping } from './TableMapping';

class RequestMapping extends TableMapping<RecoveryRequest> {
  fromRow(row: Row): RecoveryRequest {
    const request = super.fromRow(row);
    return { ...request, decisions: request.decisions.map(reviveDecision) };
  }

  fromRecordData(data: Record<string, unknown>, revision: number) {
    const request = super.fromRecordData(data, revision);
    return { ...request, decisions: request.decisions.map(reviveDecision) };
  }
}

/** JSON has no dates. */
function reviveDecision(decision: Decision): Decision {
  return { ...decision, at: new Date(decision.at) };
}

export const requestMapping = new RequestMapping('requests', {
  id: plain('id'),
  kind: plain('kind'),
  instanceId: plain('instance_id'),
  targetEnvironment: plain('target_environment'),
  recoveryPointId: plain('recovery_point_id'),
  status: plain('status'),
  reason: plain('reason'),
  requestedBy: plain('requested_by'),
  requestedAt: date('requested_at'),
  causedBy: plain('caused_by'),
  slot: date('slot'),
  approvalsNeeded: plain('approvals_needed'),
  decisions: json('decisions'),
  issuer: plain('issuer'),
  projectId: plain('project_id'),
  pipelineId: plain('pipeline_id'),
  pipelineUrl: plain('pipeline_url'),
  nextTriggerAt: date('next_trigger_at'),
  runId: plain('run_id'),
  startedAt: date('started_at'),
  finishedAt: date('finished_at'),
  phases: json('phases'),
  level: plain('level'),
  kept: plain('kept'),
  problem: json('problem'),
  revision: plain('revision'),
});

export interface RequestStore {
  find(id: string): Promise<RecoveryRequest | undefined>;
  findMany(ids: string[]): Promise<RecoveryRequest[]>;
  /** What the portal asked for because of that deployment. */
  findByCause(
    deploymentId: string,
    instanceId: string,
  ): Promise<RecoveryRequest | undefined>;
  /** Newest first, at most `limit` of each instance. */
  findByInstances(
    instanceIds: string[],
    limit: number,
  ): Promise<RecoveryRequest[]>;
  /** Restores of points of these instances that were switched over, wherever to. */
  findSwitchedRestores(instanceIds: string[]): Promise<RecoveryRequest[]>;
  findByStatus(statuses: RequestStatus[]): Promise<RecoveryRequest[]>;
  insert(request: RecoveryRequest): Promise<void>;
  /** Throws a `ConflictError` if the request is no longer as it was read: another status or a newer revision. */
  update(
    request: RecoveryRequest,
    change: Partial<RecoveryRequest>,
  ): Promise<RecoveryRequest>;
}

export class DatabaseRequestStore implements RequestStore {
  readonly #connection: Knex;

  constructor(connection: Knex) {
    this.#connection = connection;
  }

  async find(id: string) {
    const row = await this.#connection(requestMapping.table)
      .where({ id })
      .first();
    return row && requestMapping.fromRow(row);
  }

  async findMany(ids: string[]) {
    const rows = await this.#connection(requestMapping.table).whereIn(
      'id',
      ids,
    );
    return rows.map(row => requestMapping.fromRow(row));
  }

  async findByCause(deploymentId: string, instanceId: string) {
    const row = await this.#connection(requestMapping.table)
      .where({ caused_by: deploymentId, instance_id: instanceId })
      .first();
    return row && requestMapping.fromRow(row);
  }

  async findByInstances(instanceIds: string[], limit: number) {
    const ranked = this.#connection(requestMapping.table)
      .select(
        '*',
        this.#connection.raw(
          'row_number() over (partition by instance_id order by requested_at desc, id desc) as place',
        ),
      )
      .whereIn('instance_id', instanceIds)
      .as('ranked');
    const rows = await this.#connection
      .from(ranked)
      .where('place', '<=', limit)
      .orderBy([
        { column: 'requested_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    return rows.map(row => requestMapping.fromRow(row));
  }

  async findSwitchedRestores(instanceIds: string[]) {
    const rows = await this.#connection(requestMapping.table)
      .whereIn('instance_id', instanceIds)
      .where({ kind: 'restore' })
      .where(restore =>
        restore.where({ status: 'succeeded' }).orWhereNotNull('kept'),
      );
    return rows.map(row => requestMapping.fromRow(row));
  }

  async findByStatus(statuses: RequestStatus[]) {
    const rows = await this.#connection(requestMapping.table)
      .whereIn('status', statuses)
      .orderBy('requested_at');
    return rows.map(row => requestMapping.fromRow(row));
  }

  async insert(request: RecoveryRequest) {
    await this.#connection(requestMapping.table).insert(
      requestMapping.toRow(request),
    );
  }

  async update(request: RecoveryRequest, change: Partial<RecoveryRequest>) {
    const changed = { ...change, revision: request.revision + 1 };
    const count = await this.#connection(requestMapping.table)
      .where({
        id: request.id,
        status: request.status,
        revision: request.revision,
      })
      .update(requestMapping.toChange(changed));
    if (count === 0) {
      throw new ConflictError(
        `Request ${request.id} was changed at the same time; look at it and try again.`,
      );
    }
    return { ...request, ...changed };
  }
}
