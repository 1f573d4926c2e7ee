import { findLastKnownGood } from '@safepoint/backstage-plugin-safepoint-common';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { recent, type RecentFacts } from '../posture/RecentFacts';
import {
  type FactStores,
  type InstanceFacts,
  loadInstanceFacts,
} from './InstanceFacts';

/**
 * The newest facts of the instances of a page. Where they do not suffice to name the last known good (more
 * failures in a row than are read, for example), the whole history is read of those instances.
 */
export async function loadPageFacts(
  sources: { stores: FactStores; recentFacts: RecentFacts },
  instances: StoredInstance[],
  dependents: Map<string, string[]>,
): Promise<InstanceFacts[]> {
  const facts = await sources.recentFacts.load(instances, dependents);
  const wanting = facts.filter(lacksHistory);
  if (wanting.length === 0) return facts;
  const refs = new Set(wanting.map(({ instance }) => instance.entityRef));
  const whole = await loadInstanceFacts(
    sources.stores,
    instances.filter(({ entityRef }) => refs.has(entityRef)),
    dependents,
  );
  return facts.map(
    one =>
      (wanting.includes(one) &&
        whole.find(({ instance }) => instance.id === one.instance.id)) ||
      one,
  );
}

function lacksHistory(facts: InstanceFacts): boolean {
  const { points, deployments } = facts;
  const components = new Set(deployments.map(({ entityRef }) => entityRef));
  const failsForLong = [...components].some(ref => {
    const own = deployments.filter(({ entityRef }) => entityRef === ref);
    return (
      own.length >= recent.deployments &&
      !own.some(({ status, markedBad }) => status === 'succeeded' && !markedBad)
    );
  });
  if (failsForLong) return true;
  const { point } = findLastKnownGood(facts);
  if (!point) return points.length >= recent.points;
  return (
    point.deploymentId !== undefined &&
    deployments.length >= recent.deployments &&
    !deployments.some(({ id }) => id === point.deploymentId)
  );
}
