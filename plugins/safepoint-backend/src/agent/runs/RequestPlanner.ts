import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '@backstage/errors';
import type {
  OpenRunBody,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import { agentStores } from '../../database/agentStores';
import { portalStores } from '../../database/portalStores';
import type { RecoveryRequest } from '../../requests/RecoveryRequest';
import type { AgentDependencies } from '../AgentDependencies';
import { pipelineUrl } from '../gitlabLinks';
import type { JobAuthority } from '../identity/JobAuthority';
import type { JobIdentity } from '../identity/JobIdentity';
import type { StoredManifests } from '../proof/StoredManifests';
import type { RequestLedger } from '../proof/RequestLedger';
import { planBackups } from './backupPlans';
import type { PreparedRun } from './PreparedRun';
import { choosePoint, planProof } from './ProofIntent';

/**
 * GitLab may start the job before the portal has recorded which pipeline it made. When the answer was lost,
 * GitLab itself is asked, now and then; the agent waits a minute.
 */
const triggeringWaitMs = 30_000;
const triggeringPollMs = 500;
const pollsPerLookUp = 8;

/**
 * Prepares what a person asked for in the portal. The recovery project's job names the request; what it
 * may do stands in the request and nowhere else.
 */
export class RequestPlanner {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly authority: JobAuthority,
    private readonly manifests: StoredManifests,
    private readonly requests: RequestLedger,
  ) {}

  async prepare(
    identity: JobIdentity,
    body: OpenRunBody,
  ): Promise<PreparedRun> {
    if (!body.requestId) {
      throw new InputError('A run of operation `request` names its requestId.');
    }
    const request = await this.#find(identity, body.requestId);
    const instance =
      request && (await this.dependencies.instances.find(request.instanceId));
    await this.authority.authorizeRecoveryProject(identity, {
      requestId: body.requestId,
      environment: instance?.environment ?? '',
      isDrill: request?.kind === 'drill',
      matches:
        instance !== undefined &&
        request?.status === 'triggered' &&
        request.issuer === identity.issuer &&
        request.projectId === identity.projectId &&
        request.pipelineId === identity.pipelineId,
    });
    if (!request || !instance) throw new Error('unreachable');
    try {
      const prepared = await this.#prepareKind(identity, request, instance);
      return {
        ...prepared,
        run: { ...prepared.run, requestId: request.id },
        prepare: (trx, runId) =>
          this.requests.start(trx, { request, instance, runId }),
      };
    } catch (error) {
      await this.requests.failUnstarted(request, instance, error);
      throw error;
    }
  }

  async #prepareKind(
    identity: JobIdentity,
    request: RecoveryRequest,
    instance: StoreInstance,
  ): Promise<PreparedRun> {
    return request.kind === 'backup'
      ? this.#prepareBackup(identity, request, instance)
      : this.#prepareProof(request, instance);
  }

  #prepareBackup(
    identity: JobIdentity,
    request: RecoveryRequest,
    instance: StoreInstance,
  ): PreparedRun {
    const trigger = request.slot ? ('scheduled' as const) : ('manual' as const);
    const recipients = this.dependencies.encryption.recipients.map(
      ({ recipient }) => recipient,
    );
    const intent = {
      instance,
      trigger,
      commit: identity.commit,
      pipelineUrl: pipelineUrl(identity),
    };
    return {
      run: { operation: 'backup', trigger, environment: instance.environment },
      purpose: 'backup',
      instances: [instance],
      plan: context => planBackups([intent], { ...context, recipients }),
    };
  }

  async #prepareProof(
    request: RecoveryRequest,
    instance: StoreInstance,
  ): Promise<PreparedRun> {
    const { knex, now, policies, signingKeys } = this.dependencies;
    const point = await choosePoint(
      agentStores(knex).points,
      instance,
      request.recoveryPointId,
    );
    const manifest = await this.manifests.readForProof(point, instance, {
      startedAt: now(),
    });
    const operation = request.kind === 'restore' ? 'restore' : 'drill';
    const target = await this.#findTarget(request, instance);
    const { drills, objectives } = await policies.policyOf(instance);
    const level =
      (operation === 'drill' ? drills.level : undefined) ??
      objectives.verificationLevel;
    return {
      run: { operation, environment: instance.environment },
      purpose: operation,
      instances: target.id === instance.id ? [instance] : [instance, target],
      plan: ({ tickets }) => ({
        proof: planProof(
          {
            instance,
            point,
            manifest,
            level,
            targetEnvironment: request.targetEnvironment,
          },
          { ticket: tickets.get(instance.id) ?? 0, keys: signingKeys },
        ),
        points: [],
      }),
    };
  }

  async #findTarget(
    request: RecoveryRequest,
    instance: StoreInstance,
  ): Promise<StoreInstance> {
    const environment = request.targetEnvironment ?? instance.environment;
    return request.kind !== 'restore' || environment === instance.environment
      ? instance
      : this.dependencies.instances.ensure(instance.entityRef, environment);
  }

  /** Waits only for jobs of a recovery project, so that nobody else learns whether a request exists. */
  async #find(
    identity: JobIdentity,
    id: string,
  ): Promise<RecoveryRequest | undefined> {
    const { config, knex } = this.dependencies;
    const isRecoveryProject = config.issuers.some(
      issuer =>
        issuer.url === identity.issuer &&
        issuer.recoveryProject.id === identity.projectId,
    );
    if (!isRecoveryProject) return undefined;
    const { requests } = portalStores(knex);
    let request = await requests.find(id);
    const until = Date.now() + triggeringWaitMs;
    for (let poll = 1; Date.now() < until; poll += 1) {
      if (request?.status !== 'triggering') return request;
      await sleep(triggeringPollMs);
      request = await requests.find(id);
      if (request && poll % pollsPerLookUp === 0) await this.#lookUp(request);
    }
    return requests.find(id);
  }

  async #lookUp(request: RecoveryRequest): Promise<void> {
    const { logger, lookUpPipeline } = this.dependencies;
    await lookUpPipeline?.(request).catch(error =>
      logger.warn(
        `GitLab could not be asked for the pipeline of request ${request.id}: ${error}`,
      ),
    );
  }
}
