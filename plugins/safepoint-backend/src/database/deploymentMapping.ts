import type { RecordedDeployment } from './RecordedDeployment';
import { date, json, plain, type Row, TableMapping } from './TableMapping';

class DeploymentMapping extends TableMapping<RecordedDeployment> {
  fromRow(row: Row): RecordedDeployment {
    return reviveMark(super.fromRow(row));
  }

  fromRecordData(data: Record<string, unknown>, revision: number) {
    return reviveMark(super.fromRecordData(data, revision));
  }
}

/** JSON has no dates. */
function reviveMark(deployment: RecordedDeployment): RecordedDeployment {
  const mark = deployment.markedBad;
  if (!mark) return deployment;
  return {
    ...deployment,
    markedBad: {
      ...mark,
      since: new Date(mark.since),
      at: new Date(mark.at),
    },
  };
}

export const deploymentMapping = new DeploymentMapping('deployments', {
  id: plain('id'),
  entityRef: plain('entity_ref'),
  environment: plain('environment'),
  status: plain('status'),
  gate: plain('gate'),
  gateRecord: json('gate_record'),
  bypassReason: plain('bypass_reason'),
  issuer: plain('issuer'),
  projectId: plain('project_id'),
  pipelineId: plain('pipeline_id'),
  jobId: plain('job_id'),
  commit: plain('commit'),
  ref: plain('ref'),
  pipelineUrl: plain('pipeline_url'),
  jobUrl: plain('job_url'),
  receiptDigest: plain('receipt_digest'),
  receiptExpiresAt: date('receipt_expires_at'),
  recoveryPointIds: json('recovery_point_ids'),
  gatedAt: date('gated_at'),
  startedAt: date('started_at'),
  finishedAt: date('finished_at'),
  markedBad: json('marked_bad'),
  revision: plain('revision'),
});
