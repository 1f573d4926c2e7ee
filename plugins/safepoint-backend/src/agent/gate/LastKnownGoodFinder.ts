import {
  findLastKnownGood,
  type LastKnownGood,
} from '@safepoint/backstage-plugin-safepoint-common';
import { agentStores } from '../../database/agentStores';
import type { RecordedDeployment } from '../../database/RecordedDeployment';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { StoredInstance } from '../../database/StoreInstanceStore';
import { portalStores } from '../../database/portalStores';
import { loadInstanceFacts } from '../../recovery/InstanceFacts';
import type { AgentDependencies } from '../AgentDependencies';

export interface FoundLastKnownGood {
  instance: StoredInstance;
  lastKnownGood: LastKnownGood;
  /** Of the instance. */
  points: RecordedPoint[];
  /** Of every component that depends on the store, in the same environment. */
  deployments: RecordedDeployment[];
}

/** Gathers what the rule of the last known good needs, for the stores of one component. */
export class LastKnownGoodFinder {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'entitlements'
    >,
  ) {}

  async find(input: {
    componentRef: string;
    environment: string;
    storeRefs: string[];
  }): Promise<FoundLastKnownGood[]> {
    const { knex, entitlements } = this.dependencies;
    const { instances, requests } = portalStores(knex);
    const dependents = new Map<string, string[]>();
    for (const storeRef of input.storeRefs) {
      const known = await entitlements.findDependents(storeRef);
      // The catalog may not know yet, or no more, that the deployed component depends on it.
      dependents.set(storeRef, [...new Set([...known, input.componentRef])]);
    }
    const facts = await loadInstanceFacts(
      { ...agentStores(knex), requests },
      await instances.findByEntities(input.storeRefs),
      dependents,
    );
    return facts
      .filter(({ instance }) => instance.environment === input.environment)
      .map(({ instance, ...known }) => ({
        instance,
        lastKnownGood: findLastKnownGood(known),
        points: known.points,
        deployments: known.deployments,
      }));
  }
}
