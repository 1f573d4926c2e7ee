import {
  compareSchemas,
  type SchemaChange,
  type SchemaState,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { RecoveryPointStore } from '../database/RecoveryPointStore';
import type { SignedManifest } from '../records/SignedManifest';

/** Compares the schemas of recovery points of one store instance, from their manifests. */
export class SchemaComparer {
  constructor(
    private readonly points: Pick<
      RecoveryPointStore,
      'listByInstances' | 'readManifests'
    >,
  ) {}

  async compare(one: string, other: string): Promise<SchemaChange> {
    const manifests = await this.points.readManifests([one, other]);
    return compareSchemas(
      toState(one, manifests.get(one)),
      toState(other, manifests.get(other)),
    );
  }

  /** With the newest available point, which stands for now; undefined if that is this very point. */
  async compareWithNow(
    point: RecordedPoint,
  ): Promise<SchemaChange | undefined> {
    const [newest] = await this.#listDated(point.instanceId);
    return newest && newest.id !== point.id
      ? this.compare(point.id, newest.id)
      : undefined;
  }

  /** With the point that was taken before it; undefined if it is the first. */
  async compareWithPrevious(
    point: RecordedPoint,
  ): Promise<SchemaChange | undefined> {
    const { stateAt } = point;
    if (!stateAt) return undefined;
    const dated = await this.#listDated(point.instanceId);
    const previous = dated.find(other => other.stateAt < stateAt);
    return previous && this.compare(previous.id, point.id);
  }

  /** Newest state first. */
  async #listDated(instanceId: string) {
    const points = await this.points.listByInstances([instanceId]);
    return points
      .flatMap(({ id, status, stateAt }) =>
        status === 'available' && stateAt ? [{ id, stateAt }] : [],
      )
      .sort((a, b) => b.stateAt.getTime() - a.stateAt.getTime());
  }
}

function toState(
  recoveryPointId: string,
  manifest: SignedManifest | undefined,
): SchemaState {
  return { recoveryPointId, ...(manifest && { manifest }) };
}
