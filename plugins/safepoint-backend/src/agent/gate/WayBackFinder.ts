import {
  type DataAtStake,
  findDataAtStake,
  type KnownContent,
  type LastKnownGood,
} from '@safepoint/backstage-plugin-safepoint-common';
import { agentStores } from '../../database/agentStores';
import type { RecordedDeployment } from '../../database/RecordedDeployment';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { StoredInstance } from '../../database/StoreInstanceStore';
import type { AgentDependencies } from '../AgentDependencies';
import type { LastKnownGoodFinder } from './LastKnownGoodFinder';

/** Where a store can go back to after a deployment, and what that would lose. */
export interface WayBack {
  instance: StoredInstance;
  lastKnownGood: LastKnownGood;
  /** Absent where there is nothing to go back to. */
  dataAtStake?: DataAtStake<RecordedDeployment>;
}

/** Finds the way back of every store that a deployment touched. */
export class WayBackFinder {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'instances' | 'entitlements' | 'now'
    >,
    private readonly lastKnownGood: LastKnownGoodFinder,
  ) {}

  async find(deployment: RecordedDeployment): Promise<WayBack[]> {
    const found = await this.lastKnownGood.find({
      componentRef: deployment.entityRef,
      environment: deployment.environment,
      storeRefs: await this.#findStores(deployment),
    });
    return Promise.all(
      found.map(async ({ instance, lastKnownGood, points, deployments }) => ({
        instance,
        lastKnownGood,
        dataAtStake: await this.#findDataAtStake(
          lastKnownGood,
          points,
          deployments,
        ),
      })),
    );
  }

  /** Those that the gate saved, or else those that the component depends on. */
  async #findStores(deployment: RecordedDeployment): Promise<string[]> {
    const { knex, instances, entitlements } = this.dependencies;
    const points = await agentStores(knex).points.listByIds(
      deployment.recoveryPointIds,
    );
    if (points.length === 0) {
      return entitlements.findStores(deployment.entityRef);
    }
    const saved = await Promise.all(
      points.map(({ instanceId }) => instances.find(instanceId)),
    );
    return saved.flatMap(instance => instance?.entityRef ?? []);
  }

  async #findDataAtStake(
    { point }: LastKnownGood,
    points: RecordedPoint[],
    deployments: RecordedDeployment[],
  ): Promise<WayBack['dataAtStake']> {
    if (!point?.stateAt) return undefined;
    const { stateAt } = point;
    const newest = points
      .filter(isDated)
      .filter(other => other.stateAt > stateAt)
      .sort((a, b) => b.stateAt.getTime() - a.stateAt.getTime())
      .slice(0, 1);
    const contents = await this.#readContents([
      { id: point.id, stateAt },
      ...newest,
    ]);
    return findDataAtStake({
      point: contents[0],
      later: contents.slice(1),
      deployments,
      now: this.dependencies.now(),
    });
  }

  async #readContents(
    points: { id: string; stateAt: Date }[],
  ): Promise<KnownContent[]> {
    const manifests = await agentStores(
      this.dependencies.knex,
    ).points.readManifests(points.map(({ id }) => id));
    return points.map(({ id, stateAt }) => ({
      recoveryPointId: id,
      stateAt,
      fingerprint: manifests.get(id)?.fingerprint,
    }));
  }
}

function isDated(
  point: RecordedPoint,
): point is RecordedPoint & { stateAt: Date } {
  return point.status === 'available' && point.stateAt !== undefined;
}
