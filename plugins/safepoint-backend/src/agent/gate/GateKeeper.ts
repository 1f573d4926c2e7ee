import { ConflictError } from '@backstage/errors';
import {
  defaultGatePolicy,
  formatDuration,
  type ReceiptView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { Alert } from '../../alerts/Alerts';
import { agentStores } from '../../database/agentStores';
import type { GateRecord } from '../../database/RecordedDeployment';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { PlannedGate, Run } from '../../database/Run';
import type { RecoverySet } from '../../recoverySets/RecoverySet';
import type { RecoverySetLedger } from '../../recoverySets/RecoverySetLedger';
import type { AgentDependencies } from '../AgentDependencies';
import { digestOf, randomSecret } from '../digests';
import { jobUrl, pipelineUrl } from '../gitlabLinks';
import type { DeploymentLedger } from './DeploymentLedger';

/** Runs that were opened before gates were planned. */
const unplanned: PlannedGate = { ground: 'fresh', reasons: [] };

/**
 * Opens the gate before a deploy: on a recovery set that is whole, or on what the policy lets stand for it.
 *
 * The leases of the set pass from the run to the deployment without a moment in between, and stay with it
 * until its outcome or until they run out, so that no restore and no other dump gets in between.
 */
export class GateKeeper {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly ledger: DeploymentLedger,
    private readonly sets: Pick<RecoverySetLedger, 'reuse'>,
  ) {}

  /** Inside the transaction that ends the pre-deploy run. */
  async open(
    trx: Knex.Transaction,
    run: Run,
    taken: RecordedPoint[],
  ): Promise<ReceiptView> {
    const { deploymentId, componentRef } = run;
    if (!deploymentId || !componentRef) {
      throw new Error(`Run ${run.id} belongs to no deployment.`);
    }
    const now = this.dependencies.now();
    const planned = run.plan.gate ?? unplanned;
    const points = await findPoints(trx, planned, taken);
    const set =
      planned.ground === 'reuse'
        ? await this.sets.reuse(trx, run, points)
        : undefined;
    const receipt = makeReceipt(planned, now);
    await this.ledger.insert(trx, {
      id: deploymentId,
      entityRef: componentRef,
      environment: run.environment,
      status: 'gated',
      gate: isWithoutPoint(planned) ? planned.ground : 'stage',
      gateRecord: describeGate(run, planned, set),
      issuer: run.issuer,
      projectId: run.projectId,
      pipelineId: run.pipelineId,
      commit: run.claims.commit,
      ref: run.claims.ref,
      pipelineUrl: pipelineUrl({ ...run, ...run.claims }),
      receiptDigest: receipt.digest,
      receiptExpiresAt: receipt.expiresAt,
      recoveryPointIds: points.map(({ id }) => id),
      gatedAt: now,
      revision: 1,
    });
    if (holdsStores(planned)) {
      await passLeases(trx, run, deploymentId, receipt.expiresAt);
    }
    await this.#tellOfBreakGlass(trx, run);
    return toReceipt(receipt, deploymentId, planned);
  }

  /** The answer that carried the receipt was lost: a new one in its place, until somebody showed it. */
  async renewReceipt(run: Run): Promise<ReceiptView | undefined> {
    const { records, knex, now } = this.dependencies;
    const { deploymentId } = run;
    const deployment =
      deploymentId && (await agentStores(knex).deployments.find(deploymentId));
    if (!deployment || deployment.status !== 'gated') return undefined;
    const receipt = makeReceipt(run.plan.gate ?? unplanned, now());
    const expiresAt = deployment.receiptExpiresAt ?? receipt.expiresAt;
    await records.transaction(trx =>
      this.ledger.change(trx, deployment.id, {
        from: ['gated'],
        revision: deployment.revision,
        change: { receiptDigest: receipt.digest },
      }),
    );
    return toReceipt(
      { ...receipt, expiresAt },
      deployment.id,
      run.plan.gate ?? unplanned,
    );
  }

  async #tellOfBreakGlass(trx: Knex.Transaction, run: Run): Promise<void> {
    const broken = run.plan.gate?.breakGlass;
    const { deploymentId, componentRef, environment } = run;
    if (!broken || !deploymentId || !componentRef) return;
    const [, kind, namespace, name] =
      /^([^:]+):([^/]+)\/(.+)$/.exec(componentRef) ?? [];
    const alert: Alert = {
      kind: 'gate-broken-glass',
      severity: 'critical',
      entityRef: componentRef,
      environment,
      title: `${name} goes to ${environment} without a recovery point`,
      text: `${
        broken.by ?? 'Somebody'
      } broke the glass for deployment ${deploymentId}. Reason given: ${
        broken.reason
      }`,
      link: `/catalog/${namespace}/${kind}/${name}/recovery?environment=${encodeURIComponent(
        environment,
      )}`,
      dedupeKey: `break-glass-${deploymentId}`,
    };
    await this.dependencies.alerts.raise(alert, trx);
  }
}

function makeReceipt(
  {
    receiptValidForSeconds = defaultGatePolicy.receiptValidForSeconds,
  }: PlannedGate,
  now: Date,
) {
  const token = randomSecret();
  return {
    token,
    digest: digestOf(token),
    expiresAt: new Date(now.getTime() + receiptValidForSeconds * 1000),
  };
}

function isWithoutPoint(
  planned: PlannedGate,
): planned is PlannedGate & { ground: 'off' | 'skipped' | 'break-glass' } {
  return ['off', 'skipped', 'break-glass'].includes(planned.ground);
}

/** A deployment that touches no data keeps nobody from the stores; others do until their outcome. */
function holdsStores({ ground }: PlannedGate): boolean {
  return ground !== 'skipped';
}

/** What the run took, or what its plan said would be used again, if that is whole still. */
async function findPoints(
  trx: Knex.Transaction,
  { ground, reused = [] }: PlannedGate,
  taken: RecordedPoint[],
): Promise<RecordedPoint[]> {
  if (ground !== 'reuse') return taken;
  const points = await agentStores(trx).points.listByIds(
    reused.map(({ recoveryPointId }) => recoveryPointId),
  );
  const whole = points.filter(({ status }) => status === 'available');
  if (whole.length !== reused.length || whole.length === 0) {
    throw new ConflictError(
      'A recovery point that was to be used again cannot be restored any more. Run this job again, and a fresh one is taken.',
    );
  }
  return whole;
}

async function passLeases(
  trx: Knex.Transaction,
  run: Run,
  deploymentId: string,
  expiresAt: Date,
): Promise<void> {
  for (const { instanceId } of run.plan.leases) {
    const passed = await agentStores(trx).leases.transfer({
      instanceId,
      from: run.id,
      to: deploymentId,
      purpose: 'deployment',
      expiresAt,
    });
    if (!passed) {
      throw new ConflictError(
        `Run ${run.id} has lost its lease of instance ${instanceId}. Start a new job.`,
      );
    }
  }
}

function describeGate(
  run: Run,
  planned: PlannedGate,
  set: RecoverySet | undefined,
): GateRecord {
  const { ground, reasons, breakGlass, jobName } = planned;
  return {
    ground,
    reasons: set ? [...reasons, describeReused(set)] : reasons,
    instanceIds: holdsStores(planned)
      ? run.plan.leases.map(({ instanceId }) => instanceId)
      : [],
    ...(breakGlass && { breakGlass }),
    job: {
      ...(jobName && { name: jobName }),
      url: jobUrl({ ...run, ...run.claims }),
    },
  };
}

function describeReused({ id, skewSeconds = 0 }: RecoverySet): string {
  return `Together they are recovery set ${id}, with ${formatDuration(
    skewSeconds,
  )} between their states.`;
}

function toReceipt(
  receipt: { token: string; expiresAt: Date },
  deploymentId: string,
  { ground, reasons }: PlannedGate,
): ReceiptView {
  return {
    token: receipt.token,
    deploymentId,
    expiresAt: receipt.expiresAt.toISOString(),
    ground,
    reasons,
  };
}
