import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  defaultRetention,
  type EffectivePolicy,
  type Objectives,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { type Problem, DatabaseProblems } from '../../alerts';
import { refOf } from '../../catalog/EntityDirectory';
import { migrationsDirectory } from '../../database/migrate';
import type { PolicySource } from '../../policies';
import { PostureEvaluator } from '../PostureEvaluator';
import { PostureReader } from '../PostureReader';
import { PostureStore } from '../PostureStore';
import { PostureTick } from '../PostureTick';

/** The evaluator on a real database; the catalog and the policies are made up, and the clock is moved by hand. */
export class PostureWorld {
  now = new Date('2026-03-10T14:00:00Z');
  objectives: Objectives = {
    rpoSeconds: 3_600,
    rtoSeconds: 3_600,
    verifiedWithinSeconds: 7 * 86_400,
    verificationLevel: 'L3',
  };
  entities: Entity[] = [];
  /** Instances whose policy cannot be found out. */
  readonly unanswered = new Set<string>();
  /** Waited for whenever somebody asks for policies, which is before the facts are read. */
  beforePolicies: () => Promise<void> = async () => {};
  /** What was settled, in order. */
  readonly settled: { entityRef: string; problems: Problem[] }[] = [];

  private constructor(readonly knex: Knex) {}

  static async open(knex: Knex): Promise<PostureWorld> {
    await knex.migrate.latest({ directory: migrationsDirectory });
    return new PostureWorld(knex);
  }

  advance(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1_000);
  }

  secondsAgo(seconds: number): Date {
    return new Date(this.now.getTime() - seconds * 1_000);
  }

  /** What a replica of the portal has; several may be at work on one database. */
  replica() {
    const { knex } = this;
    const kept = new DatabaseProblems({ knex, now: () => this.now });
    const shared = {
      knex,
      directory: { findMany: (refs: string[]) => this.#findMany(refs) },
      policies: this.#policies(),
      problems: {
        settle: async (...settled: Parameters<typeof kept.settle>) => {
          const [{ entityRef }, problems] = settled;
          this.settled.push({ entityRef, problems });
          await kept.settle(...settled);
        },
      },
      isProduction: () => true,
      logger: mockServices.logger.mock(),
      now: () => this.now,
    };
    const evaluator = new PostureEvaluator(shared);
    return {
      evaluator,
      tick: new PostureTick({ ...shared, evaluator }),
      reader: new PostureReader({ ...shared, evaluator }),
    };
  }

  async verdictOf(instanceId: string) {
    const [row] = await new PostureStore(this.knex).list([instanceId]);
    return row?.posture.verdict;
  }

  async openProblems() {
    const rows = await this.knex('problems').whereNull('resolved_at');
    return rows.map(({ code }) => String(code)).sort();
  }

  #policies(): PolicySource {
    const policiesOf = async (governed: { entityRef: string }[]) => {
      await this.beforePolicies();
      if (governed.some(({ entityRef }) => this.unanswered.has(entityRef))) {
        throw new Error('The catalog cannot be reached.');
      }
      return governed.map(() => this.#policy());
    };
    return {
      policiesOf,
      policyOf: async governed => (await policiesOf([governed]))[0],
    };
  }

  #policy(): EffectivePolicy {
    // Posture reads the objectives only.
    return {
      name: 'default',
      objectives: this.objectives,
      backups: { baseline: true },
      drills: {},
      retention: defaultRetention,
      notify: ['owner'],
    } as unknown as EffectivePolicy;
  }

  async #findMany(refs: string[]): Promise<Map<string, Entity>> {
    return new Map(
      this.entities
        .map(entity => [refOf(entity), entity] as const)
        .filter(([ref]) => refs.includes(ref)),
    );
  }
}
