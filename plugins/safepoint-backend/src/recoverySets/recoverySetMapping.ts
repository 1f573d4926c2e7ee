import {
  date,
  json,
  number,
  plain,
  TableMapping,
} from '../database/TableMapping';
import type { RecoverySet } from './RecoverySet';

export const recoverySetMapping = new TableMapping<RecoverySet>(
  'recovery_sets',
  {
    id: plain('id'),
    runId: plain('run_id'),
    entityRef: plain('entity_ref'),
    environment: plain('environment'),
    status: plain('status'),
    trigger: plain('trigger'),
    deploymentId: plain('deployment_id'),
    recoveryPointIds: json('recovery_point_ids'),
    skewSeconds: number('skew_seconds'),
    stateFrom: date('state_from'),
    stateTo: date('state_to'),
    problem: json('problem'),
    createdAt: date('created_at'),
    finishedAt: date('finished_at'),
    revision: plain('revision'),
  },
);
