import type { StoreInstance } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { LeasePurpose } from '../../database/LeaseStore';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run, RunPlanRecord } from '../../database/Run';

export type PlannedRun = Omit<RunPlanRecord, 'agentVersion' | 'leases'> & {
  points: RecordedPoint[];
};

/** What a run is about, decided before anything is changed. */
export interface PreparedRun {
  run: Pick<
    Run,
    | 'operation'
    | 'trigger'
    | 'environment'
    | 'componentRef'
    | 'requestId'
    | 'deploymentId'
  >;
  purpose: LeasePurpose;
  /** Whose leases the run needs. */
  instances: StoreInstance[];
  /** The plan and the points to write, once the leases are held and the tickets are known. */
  plan(context: {
    trx: Knex.Transaction;
    runId: string;
    tickets: Map<string, number>;
    now: Date;
  }): PlannedRun | Promise<PlannedRun>;
  /** Changes that belong to the opening, before the leases are taken. */
  prepare?(trx: Knex.Transaction, runId: string): Promise<void>;
}
