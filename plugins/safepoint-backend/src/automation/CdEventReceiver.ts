import { createHash } from 'node:crypto';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  type IncomingCloudEventBody,
  matchDeployed,
  readServiceDeployed,
  type ReportedService,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { EntityDirectory } from '../catalog/EntityDirectory';
import type { AgentStores } from '../database/agentStores';
import { bypassId } from '../events/bypassId';
import type { OutcomeRecorder } from '../events/OutcomeRecorder';
import type { GateRules } from '../policies';
import {
  type AutomationGate,
  nameOf,
  type ServiceCredentials,
} from './AutomationGate';

export interface CdEventAnswer {
  outcome: 'known' | 'bypass' | 'ignored';
  deploymentId?: string;
  reason: string;
}

/**
 * Deployments that others tell of. One that the gate knows of stays as it is: how it ended is GitLab's to say,
 * so that nobody with a token frees a lease or ends a doubt. One that it does not know of got past it.
 */
export class CdEventReceiver {
  constructor(
    private readonly options: {
      stores: Pick<AgentStores, 'deployments'>;
      gate: AutomationGate;
      directory: Pick<EntityDirectory, 'find'>;
      recorder: Pick<OutcomeRecorder, 'recordBypass'>;
      gateRules: Pick<GateRules, 'isOff'>;
      now: () => Date;
    },
  ) {}

  async receive(
    event: IncomingCloudEventBody,
    credentials: ServiceCredentials,
  ): Promise<CdEventAnswer> {
    const service = read(event);
    if (!service) {
      return {
        outcome: 'ignored',
        reason: `${event.type} is none of the events that deployments are told by.`,
      };
    }
    await this.options.gate.require(credentials, {
      ...service,
      operation: 'report-deployment',
    });
    this.#checkMoment(service);
    if (!(await this.options.directory.find(service.entityRef))) {
      throw new NotFoundError(
        `The catalog has no ${service.entityRef}; name the entity in subject.id, as component:default/orders.`,
      );
    }
    const { entityRef: componentRef, environment } = service;
    if (await this.options.gateRules.isOff({ componentRef, environment })) {
      return {
        outcome: 'ignored',
        reason: `The gate is off in ${environment}.`,
      };
    }
    return this.#compare(service, nameOf(credentials));
  }

  #checkMoment({ at }: ReportedService): void {
    if (at.getTime() > this.options.now().getTime() + 5 * 60_000) {
      throw new InputError(
        "data.context.timestamp lies ahead of the portal's clock; set the clock of whoever sends it.",
      );
    }
  }

  async #compare(
    service: ReportedService,
    subject: string,
  ): Promise<CdEventAnswer> {
    const { recorder, stores } = this.options;
    const { at, entityRef, environment } = service;
    const job = jobOf(service, subject);
    const id = bypassId({ ...job, entityRef, startedAt: at });
    if (await stores.deployments.find(id)) {
      return {
        outcome: 'bypass',
        deploymentId: id,
        reason: 'It was told before.',
      };
    }
    const ledger = await stores.deployments.listByEntities(
      [entityRef],
      environment,
    );
    const match = matchDeployed(service, ledger);
    if (match.match !== 'none') {
      const { reason } = match;
      return { outcome: 'known', deploymentId: match.id, reason };
    }
    const reason = `${subject} told of it as a CDEvent. ${match.reason}`;
    await recorder.recordBypass(
      { ...job, pipelineId: job.jobId, environment },
      entityRef,
      {
        step: 'bypass',
        jobId: job.jobId,
        startedAt: at,
        finishedAt: at,
        outcome: 'succeeded',
        reason,
      },
    );
    return { outcome: 'bypass', deploymentId: id, reason };
  }
}

function read(event: IncomingCloudEventBody): ReportedService | undefined {
  const reading = readServiceDeployed(event.data);
  if (reading.kind === 'other') return undefined;
  if (reading.kind === 'invalid') {
    throw new InputError(
      `This is no CDEvent of a deployment: ${reading.problems.join('; ')}.`,
    );
  }
  const { context } = event.data as { context: { type: string } };
  if (context.type !== event.type) {
    throw new InputError(
      `The event is a ${event.type} outside and a ${context.type} inside; the binding of CDEvents wants them alike.`,
    );
  }
  return reading.service;
}

/** In no GitLab's name, and of no job that a GitLab has; short enough for any column. */
function jobOf({ eventId, source }: ReportedService, subject: string) {
  const jobId = createHash('sha256')
    .update(JSON.stringify([source, eventId]))
    .digest('hex')
    .slice(0, 40);
  return { issuer: `cdevents:${subject}`, projectId: 'cdevents', jobId };
}
