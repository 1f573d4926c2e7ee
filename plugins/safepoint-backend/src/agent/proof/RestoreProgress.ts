import { InputError } from '@backstage/errors';
import type { operations } from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { RecordedDrill } from '../../database/RecordedDrill';
import type { Run } from '../../database/Run';
import type { AgentDependencies } from '../AgentDependencies';
import { holdLeases } from '../runs/holdLeases';
import { expectNewIdentity } from './expectNewIdentity';
import type { ProofRecorder, ProofSubmissionBody } from './ProofRecorder';
import type { RequestLedger } from './RequestLedger';
import { mayProceed, requiredLevel } from './requiredLevel';

type ProgressBody =
  operations['reportRestoreProgress']['requestBody']['content']['application/json'];
type ProgressAnswer =
  operations['reportRestoreProgress']['responses']['200']['content']['application/json'];

/**
 * Follows a restore. Nothing live is touched before `checked` was answered with `proceed`, and what was
 * switched over is recorded whatever else is the matter.
 */
export class RestoreProgress {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly proofs: ProofRecorder,
    private readonly requests: RequestLedger,
  ) {}

  async report(run: Run, body: ProgressBody): Promise<ProgressAnswer> {
    if (run.operation !== 'restore') {
      throw new InputError(`Run ${run.id} is a ${run.operation}, no restore.`);
    }
    switch (body.step) {
      case 'checked':
        return this.#judge(run, body.proof);
      case 'switched':
        return this.#recordSwitch(run, body);
      default:
        await this.#holdLeases(run);
        return { proceed: true };
    }
  }

  async #judge(
    run: Run,
    proof: ProofSubmissionBody | undefined,
  ): Promise<ProgressAnswer> {
    if (!proof) {
      throw new InputError('The step `checked` brings the proof.');
    }
    const drill = await this.proofs.recordSubmission(run, proof);
    await this.#holdLeases(run);
    const required = requiredLevel(run);
    const proceed = mayProceed(run, drill);
    return {
      proceed,
      level: drill.level,
      reason: proceed
        ? `The restored store equals recovery point ${drill.recoveryPointId} (level ${drill.level}).`
        : `The restored store is proven to ${
            drill.level
          } only and ${required} is needed: ${describeFailure(
            drill,
          )}. The live store was not touched.`,
    };
  }

  async #recordSwitch(run: Run, body: ProgressBody): Promise<ProgressAnswer> {
    const drill = await this.proofs.findOfRun(run);
    const answer = { proceed: true, level: drill?.level };
    // Recorded before; its answer was lost.
    if (!(await this.requests.findRunning(run))) return answer;
    const proven = drill !== undefined && mayProceed(run, drill);
    await audited(
      this.dependencies.auditor,
      {
        eventId: 'restore-switch',
        severityLevel: 'critical',
        meta: {
          runId: run.id,
          requestId: run.requestId,
          recoveryPointId: run.plan.proof?.recoveryPointId,
          entityRef: run.plan.proof?.entityRef,
          kept: body.kept,
        },
      },
      () =>
        this.dependencies.records.transaction(async trx => {
          await expectNewIdentity(trx, run, this.dependencies.records);
          await this.requests.finish(trx, run, {
            status: proven ? 'succeeded' : 'failed',
            kept: body.kept,
            level: drill?.level,
            phases: body.proof?.phases ?? drill?.phases,
            ...(!proven && {
              problem: {
                kind: 'switched-unchecked',
                message:
                  'The store was switched over although its check had not passed. The old store is the way back.',
              },
            }),
          });
        }),
    );
    return answer;
  }

  /** ConflictError if a lease is lost: then somebody else may be at the store. */
  async #holdLeases(run: Run): Promise<void> {
    const { knex, now, config } = this.dependencies;
    const expiresAt = new Date(
      now().getTime() + config.lease.durationSeconds * 1000,
    );
    await knex.transaction(trx =>
      holdLeases(agentStores(trx).leases, run, expiresAt),
    );
  }
}

function describeFailure(drill: RecordedDrill): string {
  if (drill.problem) return drill.problem.message;
  const failed = drill.checks.filter(({ passed }) => !passed);
  return failed.length > 0
    ? failed
        .slice(0, 5)
        .map(
          ({ name, expected, actual }) =>
            `${name} (expected ${expected}, found ${actual})`,
        )
        .join('; ')
    : 'it was not checked any further';
}
