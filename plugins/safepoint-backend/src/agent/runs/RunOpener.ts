import { ConflictError } from '@backstage/errors';
import type {
  GatePlanView,
  OpenRunBody,
  RunPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import { agentStores } from '../../database/agentStores';
import type { PlannedGate, Run } from '../../database/Run';
import type { AgentDependencies } from '../AgentDependencies';
import { audited } from '../../audit/audited';
import type { RecoverySetLedger } from '../../recoverySets/RecoverySetLedger';
import { digestOf, matchesDigest, randomSecret } from '../digests';
import type { JobAuthority } from '../identity/JobAuthority';
import { describeJob } from '../identity/describeJob';
import type { JobIdentity } from '../identity/JobIdentity';
import { acquireLeases } from './acquireLeases';
import type { BackupPlanner } from './BackupPlanner';
import { checkClock } from './checkClock';
import type { DrillPlanner } from './DrillPlanner';
import type { PreparedRun } from './PreparedRun';
import type { RequestPlanner } from './RequestPlanner';

/**
 * Opens runs.
 *
 * Protocol: the job's ID token opens one run; its digest is unique. An opening that is repeated because
 * its answer was lost must bring the same secret and gets the same plan with a new run token. The run,
 * its leases and its points are one transaction, so a crash leaves all of them or none.
 */
export class RunOpener {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly authority: JobAuthority,
    private readonly planners: {
      backup: BackupPlanner;
      drill: DrillPlanner;
      request: RequestPlanner;
    },
    private readonly sets: RecoverySetLedger,
  ) {}

  async open(token: string | undefined, body: OpenRunBody): Promise<RunPlan> {
    const { knex, now } = this.dependencies;
    const identity = await this.authority.identify(token, body.operation);
    checkClock(new Date(body.clientTime), now());
    const known = await agentStores(knex).runs.findByIdentityDigest(
      identity.tokenDigest,
    );
    if (known) return this.#repeat(known, identity, body);
    return audited(
      this.dependencies.auditor,
      {
        eventId: 'run-open',
        meta: {
          operation: body.operation,
          trigger: body.trigger,
          issuer: identity.issuer,
          projectId: identity.projectId,
          jobId: identity.jobId,
          requestId: body.requestId,
        },
      },
      async () => {
        const prepared = await this.planners[body.operation].prepare(
          identity,
          body,
        );
        return this.#begin(identity, body, prepared);
      },
    );
  }

  async #begin(
    identity: JobIdentity,
    body: OpenRunBody,
    prepared: PreparedRun,
  ): Promise<RunPlan> {
    const { records, config } = this.dependencies;
    const runToken = randomSecret();
    const runId = ulid();
    const now = this.dependencies.now();
    const expiresAt = addSeconds(now, config.lease.durationSeconds);
    const run = await records.transaction(async trx => {
      const stores = agentStores(trx);
      await prepared.prepare?.(trx, runId);
      const leases = await acquireLeases(trx, {
        instances: prepared.instances,
        holder: runId,
        purpose: prepared.purpose,
        now,
        expiresAt,
      });
      const tickets = new Map(
        leases.map(({ instanceId, ticket }) => [instanceId, ticket]),
      );
      const { points, ...plan } = await prepared.plan({
        trx,
        runId,
        tickets,
        now,
      });
      const opened: Run = {
        ...prepared.run,
        id: runId,
        status: 'open',
        ...describeJob(identity),
        plan: { ...plan, agentVersion: body.agentVersion, leases },
        tokenDigest: digestOf(runToken),
        secretDigest: digestOf(body.secret),
        identityDigest: identity.tokenDigest,
        openedAt: now,
        heartbeatAt: now,
        expiresAt,
      };
      await stores.runs.insert(opened);
      for (const point of points) await stores.points.insert(point);
      await this.sets.begin(trx, opened, points);
      return opened;
    });
    return this.#answer(run, runToken);
  }

  async #repeat(
    run: Run,
    identity: JobIdentity,
    body: OpenRunBody,
  ): Promise<RunPlan> {
    if (!matchesDigest(body.secret, run.secretDigest)) {
      return this.authority.refuse(identity, {
        code: 'token-replayed',
        detail: `the token has opened run ${run.id} and the secret is another`,
        operation: body.operation,
      });
    }
    if (run.status !== 'open') {
      throw new ConflictError(
        `Run ${run.id} is over (${run.status}). Start a new job.`,
      );
    }
    const runToken = randomSecret();
    // Leases are not renewed here but by the first heartbeat, like everybody's.
    await agentStores(this.dependencies.knex).runs.rotateToken(
      run.id,
      digestOf(runToken),
    );
    return this.#answer(run, runToken);
  }

  #answer(run: Run, runToken: string): RunPlan {
    const { config, now } = this.dependencies;
    return {
      runId: run.id,
      runToken,
      operation: run.operation,
      ...(run.trigger && { trigger: run.trigger }),
      serverTime: now().toISOString(),
      leaseExpiresAt: run.expiresAt.toISOString(),
      heartbeatIntervalSeconds: config.lease.heartbeatIntervalSeconds,
      ...(run.deploymentId && { deploymentId: run.deploymentId }),
      ...(run.plan.gate && { gate: toGateView(run.plan.gate) }),
      ...(run.plan.backups && { backups: run.plan.backups }),
      ...(run.plan.proof && { [run.operation]: run.plan.proof }),
    };
  }
}

function toGateView({ ground, reasons, reused }: PlannedGate): GatePlanView {
  return { ground, reasons, ...(reused && { reused }) };
}

function addSeconds(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}
