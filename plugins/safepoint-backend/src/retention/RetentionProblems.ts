import type { Problem, Problems } from '../alerts';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Undecided } from './RetentionGround';
import type { InstancePlan } from './RetentionPlanner';

/** Tells what retention could not do; resolved by the next plan that finds nothing wrong. */
export class RetentionProblems {
  constructor(
    private readonly dependencies: { problems: Problems; now: () => Date },
  ) {}

  async settle(
    instance: StoredInstance,
    plan: InstancePlan | Undecided,
  ): Promise<void> {
    const { entityRef, environment } = instance;
    await this.dependencies.problems.settle(
      { source: 'retention', entityRef, environment },
      this.#describe(instance, plan),
    );
  }

  #describe(
    { entityRef, environment }: StoredInstance,
    plan: InstancePlan | Undecided,
  ): Problem[] {
    const since = this.dependencies.now();
    if (plan.outcome === 'undecided') {
      return [
        {
          code: 'retention-undecided',
          severity: 'normal',
          title: `Nothing of ${entityRef} in ${environment} is deleted`,
          text: plan.reason,
          since,
        },
      ];
    }
    const refused = plan.decisions
      .map(({ point }) => point)
      .filter(({ problem }) => problem?.kind === 'deletion-refused');
    if (refused.length === 0) return [];
    const one = refused.length === 1;
    return [
      {
        code: 'deletion-refused',
        severity: 'high',
        title: `${refused.length} recovery point${
          one ? '' : 's'
        } of ${entityRef} in ${environment} could not be deleted`,
        text: `${refused[0].id}: ${refused[0].problem?.message}`,
        since,
      },
    ];
  }
}
