import type { Entity } from '@backstage/catalog-model';
import {
  combinePostures,
  type EntityPostureView,
  type StandstillView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { toPostureView } from '../recovery/toApi';
import type { EvaluatedPosture } from './storedPosture';

/** The verdicts of several data stores as one, environment by environment. Pure: all that it needs is given. */
export function describeEntityPosture(input: {
  entityRef: string;
  /** Those that the caller may see, by reference. */
  stores: Map<string, Entity>;
  instances: StoredInstance[];
  /** By instance. */
  postures: Map<string, EvaluatedPosture>;
  /** Which parts depend on a store. */
  through: (storeRef: string) => string[];
  standstill: StandstillView | undefined;
  isProduction: (environment: string) => boolean;
  now: Date;
}): EntityPostureView {
  const { instances, stores, now } = input;
  const known = new Set(instances.map(({ entityRef }) => entityRef));
  const uncovered = [...stores.keys()].filter(ref => !known.has(ref));
  const environments = [
    ...new Set(instances.map(({ environment }) => environment)),
  ].sort();
  return {
    entityRef: input.entityRef,
    asOf: now.toISOString(),
    uncovered,
    environments: environments.map(environment =>
      describeEnvironment(environment, uncovered, input),
    ),
    standstill: input.standstill,
  };
}

function describeEnvironment(
  environment: string,
  uncovered: string[],
  input: Parameters<typeof describeEntityPosture>[0],
): EntityPostureView['environments'][number] {
  const { stores, postures, through } = input;
  const nameOf = (ref: string) =>
    stores.get(ref)?.metadata.title ?? ref.split('/')[1];
  const found = input.instances
    .filter(instance => instance.environment === environment)
    .flatMap(({ id, entityRef }) => {
      const posture = postures.get(id);
      return posture ? [{ id, entityRef, posture }] : [];
    });
  const { verdict, reasons, changesAt } = combinePostures({
    stores: found.map(({ entityRef, posture }) => ({
      ...{ entityRef, environment, posture },
      name: nameOf(entityRef),
    })),
    uncovered: uncovered.map(ref => ({ entityRef: ref, name: nameOf(ref) })),
  });
  return {
    environment,
    production: input.isProduction(environment),
    verdict,
    reasons: reasons.map(({ since, ...reason }) => ({
      ...reason,
      since: since?.toISOString(),
    })),
    changesAt: changesAt?.toISOString(),
    stores: found.map(({ id, entityRef, posture }) => ({
      instanceId: id,
      entityRef,
      posture: toPostureView(posture),
      through: through(entityRef),
    })),
  };
}
