import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type Objectives,
  postureAsOf,
  unknownPosture,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { PolicySource } from '../policies';
import type { PostureEvaluator } from './PostureEvaluator';
import { type PostureRow, PostureStore } from './PostureStore';
import type { EvaluatedPosture } from './storedPosture';

export interface PostureReaderOptions {
  knex: Knex;
  policies: PolicySource;
  evaluator: Pick<PostureEvaluator, 'evaluate'>;
  logger: LoggerService;
  now?: () => Date;
}

/** What was evaluated before that is not trusted, whatever it says: the evaluator should have been back. */
const mayBeOldSeconds = 2 * 3_600;

/** Evaluated by the reader at most; of more, the rest is unknown until the next tick. */
const evaluatedAtOnce = 200;

/**
 * Postures for a page, from one query. A row that something happened to, whose moment has come or that was
 * measured by other objectives is not shown: it is evaluated first, so that a page shows what its reader has
 * just done. What cannot be found out is `unknown`, and never what it was before.
 */
export class PostureReader {
  constructor(private readonly options: PostureReaderOptions) {}

  /**
   * @param dependents - what depends on the stores, since their deployments change the postures
   */
  async read(
    instances: StoredInstance[],
    dependents: string[],
  ): Promise<Map<string, EvaluatedPosture>> {
    if (instances.length === 0) return new Map();
    const { knex, policies, now: clock } = this.options;
    const ids = instances.map(({ id }) => id);
    const [{ rows, marked }, rules] = await Promise.all([
      new PostureStore(knex).look(ids, [
        ...ids,
        ...instances.map(({ entityRef }) => entityRef),
        ...dependents,
      ]),
      policies.policiesOf(instances),
    ]);
    const now = clock?.() ?? new Date();
    const byId = new Map(rows.map(row => [row.instanceId, row]));
    const wanted = instances.map((instance, index) => ({
      instance,
      row: byId.get(instance.id),
      objectives: rules[index].objectives,
    }));
    const holds = ({ row, objectives }: Wanted) =>
      !marked && row !== undefined && isTrueOf(row, objectives, now);
    const fresh = await this.#evaluate(wanted.filter(one => !holds(one)));
    return new Map(
      wanted.map(one => {
        const { instance, row } = one;
        if (row && holds(one)) return [instance.id, shownAsOf(row, now)];
        return [
          instance.id,
          fresh.get(instance.id) ??
            unknownPosture(one.objectives, row?.evaluatedAt),
        ];
      }),
    );
  }

  async #evaluate(wanted: Wanted[]): Promise<Map<string, EvaluatedPosture>> {
    if (wanted.length === 0) return new Map();
    try {
      return await this.options.evaluator.evaluate(
        wanted.slice(0, evaluatedAtOnce).map(({ instance }) => instance),
      );
    } catch (error) {
      // The page says that it is unknown; why, is for the platform team.
      this.options.logger.error(`Postures could not be evaluated: ${error}`);
      return new Map();
    }
  }
}

interface Wanted {
  instance: StoredInstance;
  row?: PostureRow;
  objectives: Objectives;
}

function isTrueOf(row: PostureRow, objectives: Objectives, now: Date): boolean {
  const { changesAt } = row.posture;
  const ageSeconds = (now.getTime() - row.evaluatedAt.getTime()) / 1_000;
  return (
    ageSeconds <= mayBeOldSeconds &&
    (changesAt === undefined || changesAt > now) &&
    row.objectives === JSON.stringify(objectives)
  );
}

function shownAsOf(row: PostureRow, now: Date): EvaluatedPosture {
  return {
    ...postureAsOf(row.posture, now),
    evaluatedAt: row.evaluatedAt,
  };
}
