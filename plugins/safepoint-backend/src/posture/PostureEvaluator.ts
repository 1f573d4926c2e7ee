import {
  decidePosture,
  type EffectivePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { Problems } from '../alerts';
import type { EntityDirectory } from '../catalog/EntityDirectory';
import { portalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { PolicySource } from '../policies';
import type { InstanceFacts } from '../recovery/InstanceFacts';
import { findDependents } from './findDependents';
import { postureProblems } from './postureProblems';
import { PostureStore } from './PostureStore';
import { RecentFacts } from './RecentFacts';
import type { EvaluatedPosture } from './storedPosture';

export interface PostureEvaluatorOptions {
  knex: Knex;
  directory: Pick<EntityDirectory, 'findMany'>;
  policies: PolicySource;
  problems: Problems;
  isProduction: (environment: string) => boolean;
  now?: () => Date;
  /**
   * Without anything happening, a posture is evaluated again after that long: for what nobody tells, a policy
   * or a relation that was changed in the catalog. Default: 1 hour.
   */
  refreshSeconds?: number;
}

/** All that one instance is decided by. */
interface Case {
  facts: InstanceFacts;
  policy: EffectivePolicy;
  bound: boolean;
  basedOn?: number;
}

/** Somebody else was faster that often: then it is left to them. */
const attempts = 3;

/**
 * Decides postures and keeps them: the row and the problems that follow from it are written as one.
 *
 * Protocol: (a) the row's revision is read; (b) the facts are; (c) the row is written if it still has that
 * revision. So an evaluation with older facts never overwrites one with newer facts. Whoever loses begins
 * again. Marks are taken away only after their instances were evaluated, and a fact commits together with its
 * mark, so that a crash anywhere leads to one evaluation too many and never to one too few.
 */
export class PostureEvaluator {
  readonly #options: PostureEvaluatorOptions;
  readonly #facts: RecentFacts;

  constructor(options: PostureEvaluatorOptions) {
    this.#options = options;
    this.#facts = new RecentFacts(options.knex);
  }

  /** Of each instance, its posture now. Throws if one of them cannot be found out. */
  async evaluate(
    instances: StoredInstance[],
  ): Promise<Map<string, EvaluatedPosture>> {
    const found = new Map<string, EvaluatedPosture>();
    let open = instances;
    for (let attempt = 0; open.length > 0; attempt += 1) {
      const lost: StoredInstance[] = [];
      for (const one of await this.#prepare(open)) {
        const { posture, saved } = await this.#decide(one);
        found.set(one.facts.instance.id, posture);
        if (!saved) lost.push(one.facts.instance);
      }
      // What was found is right; only whose row it is, is open.
      open = attempt + 1 < attempts ? lost : [];
    }
    return found;
  }

  async #prepare(wanted: StoredInstance[]): Promise<Case[]> {
    const { knex, directory, policies } = this.#options;
    const rows = await new PostureStore(knex).list(wanted.map(({ id }) => id));
    const refs = [...new Set(wanted.map(({ entityRef }) => entityRef))];
    const stores = portalStores(knex);
    const [dependents, instances, bindings, rules] = await Promise.all([
      findDependents(directory, refs),
      stores.instances.findByEntities(refs),
      stores.bindings.findByEntities(refs),
      policies.policiesOf(wanted),
    ]);
    const facts = new Map(
      (await this.#facts.load(instances, dependents)).map(one => [
        one.instance.id,
        one,
      ]),
    );
    return wanted.flatMap(({ id, entityRef, environment }, index) => {
      const own = facts.get(id);
      // It is gone since it was named.
      if (!own) return [];
      const bound = bindings.some(
        binding =>
          binding.entityRef === entityRef &&
          binding.environment === environment &&
          binding.status === 'confirmed' &&
          binding.operations.includes('backup'),
      );
      const basedOn = rows.find(row => row.instanceId === id)?.revision;
      return [{ facts: own, policy: rules[index], bound, basedOn }];
    });
  }

  async #decide(one: Case): Promise<{
    posture: EvaluatedPosture;
    saved: boolean;
  }> {
    const {
      knex,
      problems,
      isProduction,
      refreshSeconds = 3_600,
    } = this.#options;
    const { facts, policy, bound, basedOn } = one;
    const { id, entityRef, environment, createdAt } = facts.instance;
    const { objectives } = policy;
    const now = this.#options.now?.() ?? new Date();
    const posture = decidePosture({ ...facts, objectives, bound, now });
    const wrong = postureProblems(posture, {
      entityRef,
      environment,
      production: isProduction(environment),
      objectives,
      knownSince: createdAt,
      now,
    });
    const dueAt = [
      new Date(now.getTime() + refreshSeconds * 1_000),
      posture.changesAt,
      wrong.changesAt,
    ].reduce<Date>((a, b) => (b && b < a ? b : a), new Date(8.64e15));
    const saved = await knex.transaction(async trx => {
      const isOurs = await new PostureStore(trx).trySave({
        instanceId: id,
        ...{ posture, objectives, now, dueAt, basedOn },
      });
      if (isOurs) {
        await problems.settle(
          { source: 'posture', entityRef, environment },
          wrong.problems,
          trx,
        );
      }
      return isOurs;
    });
    return { posture: { ...posture, evaluatedAt: now }, saved };
  }
}
