import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  ProofPlan,
  StoreInstance,
  VerificationLevel,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { RecoveryPointStore } from '../../database/RecoveryPointStore';
import type { SignedManifest } from '../../records/SignedManifest';
import type { SigningKeys } from '../../records/SigningKeys';

/** A recovery point that is to be restored: for a drill or for real. */
export interface ProofIntent {
  instance: StoreInstance;
  point: RecordedPoint;
  /** As read from storage and checked. */
  manifest: SignedManifest;
  targetEnvironment?: string;
  level: VerificationLevel;
}

/** A damaged point may be drilled again by name: perhaps its storage was repaired. */
const drillable = ['available', 'corrupt', 'missing'];

/** The point that was asked for, or else the newest that is available. */
export async function choosePoint(
  points: RecoveryPointStore,
  instance: StoreInstance,
  id: string | undefined,
): Promise<RecordedPoint> {
  if (id) {
    const point = await points.find(id);
    if (!point || point.instanceId !== instance.id) {
      throw new NotFoundError(
        `${instance.entityRef} has no recovery point ${id} in ${instance.environment}.`,
      );
    }
    if (!drillable.includes(point.status)) {
      throw new ConflictError(
        `Recovery point ${id} is ${point.status} and cannot be restored.`,
      );
    }
    return point;
  }
  const all = await points.listByInstances([instance.id]);
  const newest = all
    .filter(
      // What was made elsewhere has no object here that could be restored.
      ({ status, trigger }) => status === 'available' && trigger !== 'external',
    )
    .sort((a, b) => Number(b.stateAt ?? 0) - Number(a.stateAt ?? 0))[0];
  if (!newest) {
    throw new NotFoundError(
      `${instance.entityRef} has no recovery point in ${instance.environment} that could be restored. Take one with safepoint backup.`,
    );
  }
  return newest;
}

export function planProof(
  intent: ProofIntent,
  context: { ticket: number; keys: SigningKeys },
): ProofPlan {
  const { instance, point } = intent;
  return {
    instanceId: instance.id,
    entityRef: instance.entityRef,
    environment: instance.environment,
    ...(intent.targetEnvironment && {
      targetEnvironment: intent.targetEnvironment,
    }),
    driver: intent.manifest.driver,
    recoveryPointId: point.id,
    manifest: intent.manifest,
    signingKeys: { keys: context.keys.known.keys },
    leaseTicket: context.ticket,
    level: intent.level,
  };
}
