import type { RecordedDrill } from './RecordedDrill';
import { date, json, plain, TableMapping } from './TableMapping';

export const drillMapping = new TableMapping<RecordedDrill>('drills', {
  id: plain('id'),
  recoveryPointId: plain('recovery_point_id'),
  runId: plain('run_id'),
  outcome: plain('outcome'),
  level: plain('level'),
  checks: json('checks'),
  phases: json('phases'),
  problem: json('problem'),
  pipelineUrl: plain('pipeline_url'),
  startedAt: date('started_at'),
  finishedAt: date('finished_at'),
  revision: plain('revision'),
});
