import type { Run } from './Run';
import { date, json, plain, TableMapping } from './TableMapping';

export const runMapping = new TableMapping<Run>('runs', {
  id: plain('id'),
  tokenDigest: plain('token_digest'),
  secretDigest: plain('secret_digest'),
  identityDigest: plain('identity_digest'),
  operation: plain('operation'),
  trigger: plain('trigger'),
  status: plain('status'),
  issuer: plain('issuer'),
  projectId: plain('project_id'),
  pipelineId: plain('pipeline_id'),
  jobId: plain('job_id'),
  claims: json('claims'),
  environment: plain('environment'),
  componentRef: plain('component_ref'),
  requestId: plain('request_id'),
  deploymentId: plain('deployment_id'),
  plan: json('plan'),
  openedAt: date('opened_at'),
  heartbeatAt: date('heartbeat_at'),
  expiresAt: date('expires_at'),
  finishedAt: date('finished_at'),
  problem: json('problem'),
});
