import { parseEntityRef } from '@backstage/catalog-model';
import type { StoreInstance } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import {
  describeDamages,
  describeOverdue,
  describeStrays,
  describeUnusual,
} from './describeProblems';
import type { ScrubDependencies } from './ScrubDependencies';
import { ScrubStore } from './ScrubStore';
import { StrayStore } from './StrayStore';

/** So long after its turn a look is overdue. */
const graceMs = 86_400_000;

/** Opens and resolves what the scrub knows of an instance, from what stands in the database. */
export class ScrubProblems {
  constructor(
    private readonly dependencies: Pick<
      ScrubDependencies,
      'knex' | 'problems' | 'config' | 'now'
    >,
  ) {}

  /** @param failure - why nobody could look just now */
  async settle(
    instance: StoreInstance,
    trx?: Knex.Transaction,
    failure?: string,
  ): Promise<void> {
    const { knex, problems, now, config } = this.dependencies;
    const store = new ScrubStore(trx ?? knex);
    const link = this.#linkTo(instance);
    const troubled = await store.listTroubled(instance.id);
    const oldest = await store.findOldestLook(instance.id);
    const strays = await new StrayStore(trx ?? knex).summarise(instance);
    const judged = await store.findNewestJudged(instance.id);
    const patience = config.scrub.periodSeconds * 1_000 + graceMs;
    const overdue = oldest && now().getTime() - oldest.getTime() > patience;
    await problems.settle(
      { source: 'scrub', ...placeOf(instance) },
      [
        ...describeDamages(troubled, instance, { link, now: now() }),
        ...(judged ? describeUnusual(judged, instance, link) : []),
        ...(strays ? [describeStrays(instance, strays, link)] : []),
        ...(overdue
          ? [describeOverdue(instance, oldest, { link, why: failure })]
          : []),
      ],
      trx,
    );
  }

  #linkTo({ entityRef, environment }: StoreInstance): string {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    const query = new URLSearchParams({ environment });
    return `${this.dependencies.config.appBaseUrl}/catalog/${namespace}/${kind}/${name}/recovery?${query}`;
  }
}

function placeOf({ entityRef, environment }: StoreInstance) {
  return { entityRef, environment };
}
