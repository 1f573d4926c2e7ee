import {
  type Judgement,
  judgePoint,
  judgeProof,
  type Manifest,
  manifestSchema,
  type operations,
  type ProblemView,
  type StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { ulid } from 'ulid';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { RecordedDrill } from '../../database/RecordedDrill';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import {
  draftDrillRecord,
  draftPointStatusRecord,
} from '../../records/recordDrafts';
import type { AgentDependencies } from '../AgentDependencies';
import { pipelineUrl } from '../gitlabLinks';

/** What a drill or a restore saw, as sent by the agent. */
export type ProofSubmissionBody =
  operations['submitDrill']['requestBody']['content']['application/json'];

const provable: RecordedPoint['status'][] = ['available', 'corrupt', 'missing'];

/** Judges proofs and records them: the drill, and what it says of its point, in one transaction. */
export class ProofRecorder {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'records' | 'instances' | 'auditor' | 'now'
    >,
  ) {}

  /** Judge what a run submitted against the manifest of its plan. Safe to repeat: one proof for a run. */
  async recordSubmission(
    run: Run,
    submission: ProofSubmissionBody,
  ): Promise<RecordedDrill> {
    const known = await this.findOfRun(run);
    if (known) return known;
    const { point, instance, manifest } = await this.#load(run);
    const judged = judgeProof({ manifest, submission });
    return this.#record({
      run,
      point,
      instance,
      manifest,
      payloads: submission.payloads,
      // Whoever reports a problem has not proven anything, whatever else was sent.
      judgement: submission.problem ? { ...judged, outcome: 'failed' } : judged,
      phases: submission.phases,
      problem: submission.problem,
      startedAt: new Date(submission.startedAt),
    });
  }

  /** A proof of a run that came to nothing. */
  async recordProblemOfRun(
    run: Run,
    problem: ProblemView,
  ): Promise<RecordedDrill> {
    const known = await this.findOfRun(run);
    if (known) return known;
    const { point, instance, manifest } = await this.#load(run);
    return this.#record({
      run,
      point,
      instance,
      manifest,
      judgement: { outcome: 'failed', level: 'L0', checks: [] },
      phases: {},
      problem,
      startedAt: run.openedAt,
    });
  }

  /** A point whose manifest could not even be read: as bad as a drill that failed. */
  async recordProblemOfPoint(input: {
    point: RecordedPoint;
    instance: StoreInstance;
    problem: ProblemView;
    startedAt: Date;
  }): Promise<RecordedDrill> {
    return this.#record({
      ...input,
      judgement: {
        outcome: 'failed',
        level: 'L0',
        checks: [
          {
            name: 'manifest',
            passed: false,
            expected: 'a manifest of this recovery point, signed by the portal',
            actual: input.problem.message.slice(0, 500),
          },
        ],
      },
      phases: {},
    });
  }

  findOfRun(run: Run): Promise<RecordedDrill | undefined> {
    return agentStores(this.dependencies.knex).drills.findByRun(run.id);
  }

  async #load(run: Run) {
    const { proof } = run.plan;
    if (!proof) throw new Error(`Run ${run.id} restores nothing.`);
    const point = await agentStores(this.dependencies.knex).points.find(
      proof.recoveryPointId,
    );
    const instance = await this.dependencies.instances.find(proof.instanceId);
    if (!point || !instance) {
      throw new Error(`Recovery point ${proof.recoveryPointId} is gone.`);
    }
    return { point, instance, manifest: manifestSchema.parse(proof.manifest) };
  }

  async #record(input: {
    run?: Run;
    point: RecordedPoint;
    instance: StoreInstance;
    manifest?: Manifest;
    payloads?: { name: string; sha256: string }[];
    judgement: Judgement;
    phases: Record<string, number>;
    problem?: ProblemView;
    startedAt: Date;
  }): Promise<RecordedDrill> {
    const { run, instance, judgement } = input;
    const drill: RecordedDrill = {
      id: ulid(),
      recoveryPointId: input.point.id,
      runId: run?.id,
      outcome: judgement.outcome,
      level: judgement.level,
      checks: judgement.checks,
      phases: input.phases,
      problem: input.problem,
      pipelineUrl: run && pipelineUrl({ ...run, ...run.claims }),
      startedAt: input.startedAt,
      finishedAt: this.dependencies.now(),
      revision: 1,
    };
    return audited(
      this.dependencies.auditor,
      {
        eventId: 'proof-record',
        severityLevel: 'medium',
        meta: {
          recoveryPointId: drill.recoveryPointId,
          entityRef: instance.entityRef,
          environment: instance.environment,
          outcome: drill.outcome,
          level: drill.level,
          runId: run?.id,
        },
      },
      () =>
        this.dependencies.records.transaction(async trx => {
          const { drills, runs } = agentStores(trx);
          if (run) {
            await runs.lock(run.id);
            // Sent twice, since the first answer was long in coming.
            const known = await drills.findByRun(run.id);
            if (known) return known;
          }
          await drills.insert(drill);
          await this.dependencies.records.commit(
            trx,
            draftDrillRecord(drill, instance),
          );
          await this.#updatePoint(trx, input);
          return drill;
        }),
    );
  }

  async #updatePoint(
    trx: Knex.Transaction,
    input: {
      point: RecordedPoint;
      instance: StoreInstance;
      manifest?: Manifest;
      payloads?: { name: string; sha256: string }[];
      judgement: Judgement;
      problem?: ProblemView;
    },
  ): Promise<void> {
    const { points } = agentStores(trx);
    const point = await points.find(input.point.id);
    if (!point || !provable.includes(point.status)) return;
    const verdict = judgePoint({
      ...input,
      point,
      now: this.dependencies.now(),
    });
    const changed = await points.transition(point.id, {
      from: [point.status],
      to: verdict.status,
      change: {
        level: verdict.level,
        verifiedAt: verdict.verifiedAt,
        problem: verdict.status === 'available' ? undefined : input.problem,
      },
      recorded: true,
    });
    await this.dependencies.records.commit(
      trx,
      draftPointStatusRecord(changed, input.instance),
    );
  }
}
