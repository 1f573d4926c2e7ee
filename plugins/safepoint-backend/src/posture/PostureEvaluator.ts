import {
  decidePosture,
  type EffectivePolicy,
  type Posture,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { Problem, Problems } from '../alerts';
import type { EntityDirectory } from '../catalog/EntityDirectory';
import { portalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { PolicySource } from '../policies';
import type { InstanceFacts } from '../recovery/InstanceFacts';
import { findDependents } from './findDependents';
import { postureProblems } from './postureProblems';
import { type Evaluation, PostureStore } from './PostureStore';
import { RecentFacts } from './RecentFacts';
import type { EvaluatedPosture } from './storedPosture';

export interface PostureEvaluatorOptions {
  knex: Knex;
  directory: Pick<EntityDirectory, 'findMany'>;
  policies: PolicySource;
  problems: Problems;
  isProduction: (environment: string) => boolean;
  /** Called in the transaction in which a verdict becomes another one. */
  onVerdict?: (change: VerdictChange, trx: Knex.Transaction) => Promise<void>;
  now?: () => Date;
  /**
   * Without anything happening, a posture is evaluated again after that long: for what nobody tells, a policy
   * or a relation that was changed in the catalog. Default: 1 hour.
   */
  refreshSeconds?: number;
}

export interface VerdictChange {
  instance: StoredInstance;
  /** None for the first one. */
  from?: Posture['verdict'];
  posture: Posture;
  at: Date;
}

/** All that one instance is decided by. */
interface Case {
  facts: InstanceFacts;
  policy: EffectivePolicy;
  bound: boolean;
  basedOn?: number;
  verdictBefore?: Posture['verdict'];
}

interface Decision extends Omit<Evaluation, 'instanceId'> {
  instance: StoredInstance;
  problems: Problem[];
  verdictBefore?: Posture['verdict'];
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
      const decisions = (await this.#prepare(open)).map(one =>
        this.#decide(one),
      );
      for (const { instance, posture, now } of decisions) {
        found.set(instance.id, { ...posture, evaluatedAt: now });
      }
      const lost = await this.#keep(decisions);
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
      const before = rows.find(row => row.instanceId === id);
      return [
        {
          facts: own,
          policy: rules[index],
          bound,
          basedOn: before?.revision,
          verdictBefore: before?.posture.verdict,
        },
      ];
    });
  }

  #decide({ facts, policy, bound, ...before }: Case): Decision {
    const { isProduction, refreshSeconds = 3_600 } = this.#options;
    const { instance } = facts;
    const { entityRef, environment, createdAt } = instance;
    const { objectives } = policy;
    const now = this.#options.now?.() ?? new Date();
    const posture = decidePosture({ ...facts, objectives, bound, now });
    const { problems, changesAt } = postureProblems(posture, {
      ...{ entityRef, environment, objectives, now },
      production: isProduction(environment),
      knownSince: createdAt,
    });
    const refreshAt = new Date(now.getTime() + refreshSeconds * 1_000);
    const dueAt = [posture.changesAt, changesAt].reduce<Date>(
      (a, b) => (b && b < a ? b : a),
      refreshAt,
    );
    return { instance, posture, problems, objectives, now, dueAt, ...before };
  }

  /** All of them or none, in one order for every replica; returns those that somebody else was faster with. */
  async #keep(decisions: Decision[]): Promise<StoredInstance[]> {
    const { knex, problems } = this.#options;
    const inOrder = [...decisions].sort((a, b) =>
      a.instance.id < b.instance.id ? -1 : 1,
    );
    return knex.transaction(async trx => {
      const lost: StoredInstance[] = [];
      for (const { instance, problems: wrong, ...evaluation } of inOrder) {
        const { id, entityRef, environment } = instance;
        const isOurs = await new PostureStore(trx).trySave({
          instanceId: id,
          ...evaluation,
        });
        if (isOurs) {
          const subject = { entityRef, environment };
          await problems.settle({ source: 'posture', ...subject }, wrong, trx);
          await this.#tellVerdict(instance, evaluation, trx);
        } else lost.push(instance);
      }
      return lost;
    });
  }

  async #tellVerdict(
    instance: StoredInstance,
    decision: Pick<Decision, 'posture' | 'now' | 'verdictBefore'>,
    trx: Knex.Transaction,
  ): Promise<void> {
    const { now: at, posture, verdictBefore: from } = decision;
    if (posture.verdict === from) return;
    await this.#options.onVerdict?.({ instance, from, posture, at }, trx);
  }
}
