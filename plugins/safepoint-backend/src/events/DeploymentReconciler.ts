import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { DatabaseGateRefusalStore } from '../database/GateRefusalStore';
import { portalStores } from '../database/portalStores';
import {
  DatabaseWatchedProjectStore,
  type WatchedProject,
} from '../database/WatchedProjectStore';
import {
  deploymentsPerPage,
  type DeploymentLookup,
  type ListedDeployment,
} from '../gitlab/DeploymentLookup';
import type { DeploymentObserver } from './DeploymentObserver';
import { groupByPlace } from './groupByPlace';
import type { PipelinePlace } from './PipelinePlace';

export interface DeploymentReconcilerOptions {
  knex: Knex;
  observer: Pick<DeploymentObserver, 'observe'>;
  find: (issuer: string) => DeploymentLookup | undefined;
  logger: LoggerService;
  now: () => Date;
}

const projectsPerRun = 50;
const pagesPerLook = 5;
const openDeploymentsPerRun = 100;
const lookEverySeconds = 60;
const afterErrorSeconds = 120;
const longestQuietSeconds = 600;
/** Changes of one moment are not committed in one. */
const overlapSeconds = 60;
const refusalsKeptSeconds = 7 * 86_400;
/** What cannot be recorded for so long must not keep everything after it unseen. */
const giveUpAfterSeconds = 3_600;

/**
 * Finds what no webhook told: asks GitLab for the deployments of every bound project since the last look,
 * and for the end of every deployment that is still open. Safe on several replicas at once.
 *
 * A project's mark moves only past what has been decided, so that a crash or a GitLab that is away leaves
 * nothing out. A GitLab that wishes to be left alone is, for ten minutes at most.
 */
export class DeploymentReconciler {
  constructor(private readonly options: DeploymentReconcilerOptions) {}

  async run(): Promise<void> {
    await this.#watchBoundProjects();
    const projects = await this.#projects.listDue(
      this.options.now(),
      projectsPerRun,
    );
    for (const project of projects) await this.#look(project);
    await this.#lookAtOpen();
    await new DatabaseGateRefusalStore(this.options.knex).deleteBefore(
      this.#inSeconds(-refusalsKeptSeconds),
    );
  }

  /** A project is everybody's business from the moment on when its first binding was confirmed. */
  async #watchBoundProjects(): Promise<void> {
    const bindings = await portalStores(
      this.options.knex,
    ).bindings.listConfirmed();
    const nextLookAt = this.options.now();
    for (const binding of bindings) {
      if (!binding.operations.includes('deploy')) continue;
      const { issuer, projectId, decidedAt, createdAt } = binding;
      const seenUntil = decidedAt ?? createdAt;
      await this.#projects.ensure({ issuer, projectId, seenUntil, nextLookAt });
    }
  }

  async #look(project: WatchedProject): Promise<void> {
    const { issuer, projectId } = project;
    const gitlab = this.options.find(issuer);
    if (!gitlab) return;
    try {
      const { deployments, complete } = await this.#list(gitlab, project);
      const undecided = await this.#observe(project, deployments);
      await this.#projects.save({
        ...project,
        seenUntil: this.#nextMark(project, deployments, undecided),
        nextLookAt: this.#inSeconds(complete ? lookEverySeconds : 0),
      });
    } catch (error) {
      const seconds = patienceWith(error);
      await this.#projects.save({
        ...project,
        nextLookAt: this.#inSeconds(seconds),
      });
      this.options.logger.warn(
        `GitLab could not be asked for the deployments of project ${projectId}; again in ${seconds} seconds. Its token must be able to read the project: ${error}`,
      );
    }
  }

  async #list(
    gitlab: DeploymentLookup,
    { projectId, seenUntil }: WatchedProject,
  ): Promise<{ deployments: ListedDeployment[]; complete: boolean }> {
    const since = new Date(seenUntil.getTime() - overlapSeconds * 1_000);
    const deployments: ListedDeployment[] = [];
    for (let page = 1; page <= pagesPerLook; page += 1) {
      const listed = await gitlab.listChanged(projectId, { since, page });
      deployments.push(...listed);
      if (listed.length < deploymentsPerPage) {
        return { deployments, complete: true };
      }
    }
    return { deployments, complete: false };
  }

  /** Answers those that must be looked at again. */
  async #observe(
    project: WatchedProject,
    deployments: ListedDeployment[],
  ): Promise<ListedDeployment[]> {
    const undecided: ListedDeployment[] = [];
    for (const [place, listed] of groupByPlace(project, deployments)) {
      const observation = await this.#attempt(place, listed);
      if (observation !== 'settled') undecided.push(...listed);
    }
    return undecided;
  }

  async #attempt(place: PipelinePlace, listed: ListedDeployment[]) {
    try {
      return await this.options.observer.observe(place, listed);
    } catch (error) {
      if ((error as Error).name === 'GitLabError') throw error;
      this.options.logger.error(
        `Pipeline ${place.pipelineId} of project ${place.projectId} could not be recorded and is looked at again: ${error}`,
      );
      return 'undecided';
    }
  }

  #nextMark(
    { seenUntil }: WatchedProject,
    deployments: ListedDeployment[],
    undecided: ListedDeployment[],
  ): Date {
    const oldest = this.options.now().getTime() - giveUpAfterSeconds * 1_000;
    const pending = undecided
      .map(({ updatedAt }) => updatedAt.getTime())
      .filter(moment => moment > oldest);
    const last = deployments.at(-1)?.updatedAt ?? seenUntil;
    const mark = Math.min(last.getTime(), ...pending);
    return new Date(Math.max(mark, seenUntil.getTime()));
  }

  async #lookAtOpen(): Promise<void> {
    const open = await agentStores(this.options.knex).deployments.listOpen(
      openDeploymentsPerRun,
    );
    const places = new Map(
      open.map(({ issuer, projectId, pipelineId, environment }) => {
        const place = { issuer, projectId, pipelineId, environment };
        return [JSON.stringify(place), place];
      }),
    );
    const silent = new Set<string>();
    for (const place of places.values()) {
      if (silent.has(place.issuer)) continue;
      await this.#attempt(place, []).catch(() => silent.add(place.issuer));
    }
  }

  #inSeconds(seconds: number): Date {
    return new Date(this.options.now().getTime() + seconds * 1_000);
  }

  get #projects() {
    return new DatabaseWatchedProjectStore(this.options.knex);
  }
}

/** For how many seconds a project is not asked for again. */
function patienceWith(error: unknown): number {
  const { retryAfterSeconds } = error as { retryAfterSeconds?: number };
  return Math.min(retryAfterSeconds ?? afterErrorSeconds, longestQuietSeconds);
}
