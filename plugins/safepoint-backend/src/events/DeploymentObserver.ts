import {
  decideOutcomes,
  type OutcomeStep,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { DatabaseGateRefusalStore } from '../database/GateRefusalStore';
import { portalStores } from '../database/portalStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type {
  DeploymentLookup,
  ListedDeployment,
} from '../gitlab/DeploymentLookup';
import type { OutcomeRecorder } from './OutcomeRecorder';
import type { PipelinePlace } from './PipelinePlace';
import {
  type PipelineAtGitLab,
  readPipelineFacts,
  toKnown,
} from './readPipelineFacts';

export interface DeploymentObserverOptions {
  knex: Knex;
  recorder: OutcomeRecorder;
  find: (issuer: string) => DeploymentLookup | undefined;
  /** Where the policy turns the gate off, nobody gets past it. */
  isGateOff: (of: {
    componentRef: string;
    environment: string;
  }) => Promise<boolean>;
  now: () => Date;
}

/** `undecided`: look again later, though nothing new may be heard. */
export type Observation = 'settled' | 'undecided';

/**
 * Looks at what became of the deployments of one pipeline and environment and records it.
 *
 * Whoever says that something happened is not believed: GitLab is asked, and what it says is compared with
 * what is recorded. So it may be called for any reason, at any time and as often as anybody likes.
 */
export class DeploymentObserver {
  constructor(private readonly options: DeploymentObserverOptions) {}

  /** @param known - deployments of the place that GitLab has just named */
  async observe(
    place: PipelinePlace,
    known: ListedDeployment[] = [],
  ): Promise<Observation> {
    const { knex } = this.options;
    const gitlab = this.options.find(place.issuer);
    const records = await agentStores(knex).deployments.listByPipeline(place);
    const guarded = await this.#findGuarded(place, records);
    if (!gitlab || guarded.size === 0) return 'settled';
    const now = this.options.now();
    const facts = await readPipelineFacts(gitlab, place, records, known, now);
    const steps = await this.#decide(place, records, guarded, facts);
    for (const [entityRef, decided] of withoutForeign(steps)) {
      for (const step of decided) {
        await this.#apply(place, entityRef, step, records, facts);
      }
    }
    const waits = [...steps.values()]
      .flat()
      .some(({ step }) => step === 'wait');
    return waits ? 'undecided' : 'settled';
  }

  /** Components whose deployments must be gated here, and since when. */
  async #findGuarded(
    place: PipelinePlace,
    records: RecordedDeployment[],
  ): Promise<Map<string, Date>> {
    const bindings = await portalStores(
      this.options.knex,
    ).bindings.findByProject(place);
    const guarded = new Map(
      bindings
        .filter(
          ({ status, operations }) =>
            status === 'confirmed' && operations.includes('deploy'),
        )
        .map(one => [one.entityRef, one.decidedAt ?? one.createdAt]),
    );
    for (const { entityRef, gatedAt } of records) {
      if (!guarded.has(entityRef)) guarded.set(entityRef, gatedAt);
    }
    return guarded;
  }

  async #decide(
    place: PipelinePlace,
    records: RecordedDeployment[],
    guarded: Map<string, Date>,
    facts: PipelineAtGitLab,
  ): Promise<Map<string, OutcomeStep[]>> {
    const refusals = await new DatabaseGateRefusalStore(
      this.options.knex,
    ).listByJobs(
      place,
      facts.deployments.map(({ jobId }) => jobId),
    );
    return new Map(
      [...guarded].map(([entityRef, guardedSince]) => [
        entityRef,
        decideOutcomes({
          ...facts,
          records: records
            .filter(record => record.entityRef === entityRef)
            .map(record => toKnown(record, facts.gateJobs)),
          refusals,
          guardedSince,
          now: this.options.now(),
        }),
      ]),
    );
  }

  async #apply(
    place: PipelinePlace,
    entityRef: string,
    step: OutcomeStep,
    records: RecordedDeployment[],
    { listed }: PipelineAtGitLab,
  ): Promise<void> {
    const { recorder, isGateOff } = this.options;
    const record =
      'recordId' in step && records.find(({ id }) => id === step.recordId);
    if (step.step === 'settle' && record) {
      await recorder.settle(record, step, listed.get(step.jobId));
    } else if (step.step === 'abandon' && record) {
      await recorder.abandon(record, step.reason);
    } else if (step.step === 'bypass') {
      const { environment } = place;
      if (await isGateOff({ componentRef: entityRef, environment })) return;
      const job = listed.get(step.jobId);
      await recorder.recordBypass(place, entityRef, step, job);
    }
  }
}

/**
 * A project may deploy several components, and GitLab does not say which of them a job deploys. A job that
 * a gate of one of them stands behind is no bypass of the others.
 */
function withoutForeign(
  steps: Map<string, OutcomeStep[]>,
): Map<string, OutcomeStep[]> {
  const covered = new Set(
    [...steps.values()]
      .flat()
      .flatMap(step =>
        step.step === 'settle' || step.step === 'keep' ? [step.jobId] : [],
      ),
  );
  return new Map(
    [...steps].map(([entityRef, decided]) => [
      entityRef,
      decided.filter(
        step =>
          !['bypass', 'wait'].includes(step.step) ||
          !('jobId' in step && covered.has(step.jobId)),
      ),
    ]),
  );
}
