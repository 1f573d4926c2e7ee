import type { Knex } from 'knex';
import { DatabaseDeploymentStore } from './DatabaseDeploymentStore';
import { DatabaseDrillStore } from './DatabaseDrillStore';
import { DatabaseHeaderStanzaStore } from './DatabaseHeaderStanzaStore';
import { DatabaseLeaseStore } from './DatabaseLeaseStore';
import { DatabaseRecoveryPointStore } from './DatabaseRecoveryPointStore';
import { DatabaseRunStore } from './DatabaseRunStore';
import { DatabaseUploadStore } from './DatabaseUploadStore';
import type { DeploymentStore } from './DeploymentStore';
import type { DrillStore } from './DrillStore';
import type { HeaderStanzaStore } from './HeaderStanzaStore';
import type { LeaseStore } from './LeaseStore';
import type { RecoveryPointStore } from './RecoveryPointStore';
import type { RunStore } from './RunStore';
import type { UploadStore } from './UploadStore';

/** The stores that a run of the agent touches. */
export interface AgentStores {
  runs: RunStore;
  leases: LeaseStore;
  points: RecoveryPointStore;
  uploads: UploadStore;
  stanzas: HeaderStanzaStore;
  deployments: DeploymentStore;
  drills: DrillStore;
}

/** Stores on a connection, or on a transaction to change several of them as one. */
export function agentStores(connection: Knex): AgentStores {
  return {
    runs: new DatabaseRunStore(connection),
    leases: new DatabaseLeaseStore(connection),
    points: new DatabaseRecoveryPointStore(connection),
    uploads: new DatabaseUploadStore(connection),
    stanzas: new DatabaseHeaderStanzaStore(connection),
    deployments: new DatabaseDeploymentStore(connection),
    drills: new DatabaseDrillStore(connection),
  };
}
