import type { RecordedPoint } from './RecordedPoint';
import {
  boolean,
  date,
  json,
  number,
  plain,
  TableMapping,
} from './TableMapping';

/** Drafts and manifests can be large; they have columns of their own beside these. */
export const recoveryPointMapping = new TableMapping<RecordedPoint>(
  'recovery_points',
  {
    id: plain('id'),
    instanceId: plain('instance_id'),
    runId: plain('run_id'),
    ticket: plain('ticket'),
    trigger: plain('trigger'),
    status: plain('status'),
    stateAt: date('state_at'),
    createdAt: date('created_at'),
    completedAt: date('completed_at'),
    deploymentId: plain('deployment_id'),
    setId: plain('set_id'),
    baselineOf: plain('baseline_of'),
    unchangedAt: date('unchanged_at'),
    commit: plain('commit'),
    pipelineUrl: plain('pipeline_url'),
    sourceBytes: number('source_bytes'),
    storedBytes: number('stored_bytes'),
    rows: number('row_count'),
    tables: plain('table_count'),
    engineVersion: plain('engine_version'),
    schemaSha256: plain('schema_sha256'),
    extensions: json('extensions'),
    level: plain('level'),
    verifiedAt: date('verified_at'),
    quarantined: boolean('quarantined'),
    external: json('external'),
    problem: json('problem'),
    revision: plain('revision'),
  },
);
