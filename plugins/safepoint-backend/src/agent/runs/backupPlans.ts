import type {
  BackupPlan,
  StoreInstance,
  Trigger,
} from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import type { RecordedPoint } from '../../database/RecordedPoint';

/** Four parts of 8 MiB in flight keep the agent small; growing parts make 430 GiB an object. */
export const uploadLimits = {
  partSizeBytes: 8 * 1024 * 1024,
  maxPartsInFlight: 4,
};

export interface BackupIntent {
  instance: StoreInstance;
  trigger: Trigger;
  deploymentId?: string;
  commit: string;
  pipelineUrl: string;
}

/** The plan for one store and the point that it is to become. */
export function planStoreBackup(
  intent: BackupIntent,
  context: {
    runId: string;
    setId?: string;
    ticket: number;
    recipients: string[];
    now: Date;
  },
): { plan: BackupPlan; point: RecordedPoint } {
  const { instance } = intent;
  const id = ulid();
  return {
    plan: {
      instanceId: instance.id,
      entityRef: instance.entityRef,
      environment: instance.environment,
      driver: instance.driver,
      recoveryPointId: id,
      leaseTicket: context.ticket,
      recipients: context.recipients,
      ...uploadLimits,
    },
    point: {
      id,
      instanceId: instance.id,
      runId: context.runId,
      ticket: context.ticket,
      trigger: intent.trigger,
      status: 'pending',
      createdAt: context.now,
      deploymentId: intent.deploymentId,
      setId: context.setId,
      commit: intent.commit,
      pipelineUrl: intent.pipelineUrl,
      level: 'L0',
      quarantined: false,
      revision: 0,
    },
  };
}

/** Plans and points of several stores under the tickets of their leases; two or more are a recovery set. */
export function planBackups(
  intents: BackupIntent[],
  context: {
    runId: string;
    tickets: Map<string, number>;
    recipients: string[];
    now: Date;
  },
): { backups: BackupPlan[]; points: RecordedPoint[] } {
  const setId = intents.length > 1 ? ulid() : undefined;
  const planned = intents.map(intent =>
    planStoreBackup(intent, {
      ...context,
      setId,
      ticket: context.tickets.get(intent.instance.id) ?? 0,
    }),
  );
  return {
    backups: planned.map(({ plan }) => plan),
    points: planned.map(({ point }) => point),
  };
}
