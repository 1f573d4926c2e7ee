import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { portalStores } from '../database/portalStores';
import type { DeploymentLookup } from '../gitlab/DeploymentLookup';
import type { DeploymentObserver } from './DeploymentObserver';
import type { PipelinePlace } from './PipelinePlace';
import type { Hint } from './readHint';

export interface HintHandlerOptions {
  knex: Knex;
  observer: Pick<DeploymentObserver, 'observe'>;
  find: (issuer: string) => DeploymentLookup | undefined;
  logger: LoggerService;
}

/**
 * Looks where a webhook points. GitLab is asked only about projects that something is bound to or recorded
 * of, so that whoever holds the webhook's secret cannot make the portal ask about anything else.
 */
export class HintHandler {
  /** Hints come in bursts: while a pipeline is looked at, one more look is enough for all that come. */
  readonly #looking = new Map<string, { again: boolean }>();

  constructor(private readonly options: HintHandlerOptions) {}

  /** Never throws: what is missed now, the reconciler finds. */
  async handle(hint: Hint): Promise<void> {
    const key = JSON.stringify(hint);
    const looking = this.#looking.get(key);
    if (looking) {
      looking.again = true;
      return;
    }
    const look = { again: true };
    this.#looking.set(key, look);
    try {
      while (look.again) {
        look.again = false;
        await this.#look(hint);
      }
    } catch (error) {
      this.options.logger.warn(
        `What GitLab told of ${hint.kind} of project ${hint.projectId} could not be looked at; the reconciler will: ${error}`,
      );
    } finally {
      this.#looking.delete(key);
    }
  }

  async #look(hint: Hint): Promise<void> {
    if (hint.kind === 'deployment') await this.#lookAtDeployment(hint);
    else await this.#lookAtPipeline(hint);
  }

  async #lookAtDeployment(
    hint: Extract<Hint, { kind: 'deployment' }>,
  ): Promise<void> {
    const { issuer, projectId, deploymentId } = hint;
    const bindings = await portalStores(
      this.options.knex,
    ).bindings.listConfirmed();
    const bound = bindings.some(
      one => one.issuer === issuer && one.projectId === projectId,
    );
    const gitlab = this.options.find(issuer);
    if (!bound || !gitlab) return;
    const listed = await gitlab.find(projectId, deploymentId);
    if (!listed) return;
    const { pipelineId, environment } = listed;
    const place = { issuer, projectId, pipelineId, environment };
    await this.options.observer.observe(place, [listed]);
  }

  async #lookAtPipeline(
    hint: Extract<Hint, { kind: 'pipeline' }>,
  ): Promise<void> {
    const open = await agentStores(
      this.options.knex,
    ).deployments.listOpenOfPipeline(hint);
    const environments = new Set(open.map(({ environment }) => environment));
    for (const environment of environments) {
      const { issuer, projectId, pipelineId } = hint;
      const place: PipelinePlace = {
        issuer,
        projectId,
        pipelineId,
        environment,
      };
      await this.options.observer.observe(place);
    }
  }
}
