import {
  findLastKnownGood,
  type LastKnownGood,
} from '@safepoint/backstage-plugin-safepoint-common';
import { agentStores } from '../../database/agentStores';
import { portalStores } from '../../database/portalStores';
import { loadInstanceFacts } from '../../recovery/InstanceFacts';
import type { AgentDependencies } from '../AgentDependencies';

export interface FoundLastKnownGood {
  entityRef: string;
  environment: string;
  lastKnownGood: LastKnownGood;
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
        entityRef: instance.entityRef,
        environment: instance.environment,
        lastKnownGood: findLastKnownGood(known),
      }));
  }
}
