import type { AuditorService } from '@backstage/backend-plugin-api';
import type { OutcomeStep } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { DeploymentLedger } from '../agent/gate/DeploymentLedger';
import { openStatuses } from '../agent/gate/DeploymentLedger';
import type { Alerts } from '../alerts';
import { audited } from '../audit/audited';
import { agentStores } from '../database/agentStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { ListedDeployment } from '../gitlab/DeploymentLookup';
import { draftDeploymentRecord } from '../records/recordDrafts';
import type { DurableRecords } from '../records/DurableRecords';
import { bypassId } from './bypassId';
import { describeBypass, describeWeakerGate } from './describeBypass';
import type { PipelinePlace } from './PipelinePlace';

type Settle = Extract<OutcomeStep, { step: 'settle' }>;
type Bypass = Extract<OutcomeStep, { step: 'bypass' }>;

export interface OutcomeRecorderOptions {
  records: DurableRecords;
  ledger: Pick<DeploymentLedger, 'change' | 'close'>;
  alerts: Alerts;
  auditor: AuditorService;
  appBaseUrl: string;
  now: () => Date;
}

/**
 * Applies what was decided, each step durably and in a transaction of its own. A record that somebody else
 * has changed since it was read is a ConflictError; a look at what it is now decides anew.
 */
export class OutcomeRecorder {
  constructor(private readonly options: OutcomeRecorderOptions) {}

  /** The deployment has ended, or its job is known now. Its leases are free then. */
  async settle(
    record: RecordedDeployment,
    step: Settle,
    listed?: ListedDeployment,
  ): Promise<void> {
    const { records, ledger, now } = this.options;
    const open = openStatuses.includes(record.status);
    const change = {
      jobId: step.jobId,
      ...(listed?.jobUrl && { jobUrl: listed.jobUrl }),
      ...(!record.startedAt && { startedAt: step.startedAt }),
      ...(open && {
        status: step.outcome,
        finishedAt: step.finishedAt ?? now(),
      }),
    };
    const { reason, outcome } = step;
    await this.#audited('deployment-settled', record, { outcome, reason }, () =>
      records.transaction(async trx => {
        await ledger.change(trx, record.id, {
          from: [record.status],
          revision: record.revision,
          change,
        });
        if (open) await agentStores(trx).leases.releaseAll(record.id);
        await this.#noticeWeakerGate(trx, record);
      }),
    );
  }

  async abandon(record: RecordedDeployment, reason: string): Promise<void> {
    await this.#audited('deployment-abandoned', record, { reason }, () =>
      this.options.ledger.close(record, 'abandoned').then(() => undefined),
    );
  }

  /** Recorded once, however often it is found; its alert commits together with it. */
  async recordBypass(
    place: PipelinePlace,
    entityRef: string,
    step: Bypass,
    listed?: ListedDeployment,
  ): Promise<void> {
    const { records, alerts, appBaseUrl } = this.options;
    const bypass = toBypass(place, entityRef, step, listed);
    const meta = { outcome: step.outcome, reason: step.reason };
    await this.#audited('gate-bypassed', bypass, meta, () =>
      records.transaction(async trx => {
        if (!(await agentStores(trx).deployments.tryInsert(bypass))) return;
        await records.commit(trx, draftDeploymentRecord(bypass));
        await alerts.raise(describeBypass(bypass, appBaseUrl), trx);
      }),
    );
  }

  /** A service whose deploy jobs confirmed their receipts until now has one that did not. */
  async #noticeWeakerGate(
    trx: Knex.Transaction,
    record: RecordedDeployment,
  ): Promise<void> {
    if (record.gate !== 'stage' || record.jobId !== undefined) return;
    const { entityRef, environment, gatedAt } = record;
    const deployments = await agentStores(trx).deployments.listByEntities(
      [entityRef],
      environment,
    );
    const before = deployments.find(
      other =>
        other.gatedAt < gatedAt &&
        other.jobId !== undefined &&
        (other.gate === 'strict' || other.gate === 'stage'),
    );
    if (before?.gate !== 'strict') return;
    const { alerts, appBaseUrl } = this.options;
    await alerts.raise(describeWeakerGate(record, appBaseUrl), trx);
  }

  #audited(
    eventId: string,
    deployment: RecordedDeployment,
    meta: Record<string, string>,
    work: () => Promise<void>,
  ): Promise<void> {
    const { id, entityRef, environment, issuer, projectId, pipelineId } =
      deployment;
    return audited(
      this.options.auditor,
      {
        eventId,
        severityLevel: eventId === 'gate-bypassed' ? 'high' : 'medium',
        meta: {
          deploymentId: id,
          entityRef,
          environment,
          issuer,
          projectId,
          pipelineId,
          ...meta,
        },
      },
      work,
    );
  }
}

function toBypass(
  place: PipelinePlace,
  entityRef: string,
  step: Bypass,
  listed?: ListedDeployment,
): RecordedDeployment {
  const { jobId, startedAt, finishedAt, outcome, reason } = step;
  return {
    ...place,
    id: bypassId({ ...place, entityRef, jobId, startedAt }),
    entityRef,
    status: outcome,
    gate: 'none',
    bypassReason: reason,
    jobId,
    commit: listed?.commit,
    ref: listed?.ref,
    jobUrl: listed?.jobUrl,
    pipelineUrl: listed?.pipelineUrl,
    recoveryPointIds: [],
    gatedAt: startedAt,
    startedAt,
    ...(outcome !== 'running' && { finishedAt: finishedAt ?? startedAt }),
    revision: 1,
  };
}
