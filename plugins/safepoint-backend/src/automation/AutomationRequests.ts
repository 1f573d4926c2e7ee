import { randomBytes } from 'node:crypto';
import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import { audited } from '../audit/audited';
import type { PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { auditRequest } from '../requests/auditRequest';
import type { RecordedRequests } from '../requests/RecordedRequests';
import type { RecoveryRequest } from '../requests/RecoveryRequest';
import type { RequestAdmission } from '../requests/RequestAdmission';
import type { RequestTrigger } from '../requests/RequestTrigger';
import type { AutomationCalls } from './AutomationCalls';
import {
  type AutomationGate,
  nameOf,
  type ServiceCredentials,
} from './AutomationGate';
import { externalDriver } from './externalDriver';

export interface AutomationRequestBody {
  kind: 'backup' | 'drill';
  entityRef: string;
  environment: string;
  recoveryPointId?: string;
  reason?: string;
}

export interface AskedRequest {
  request: RecoveryRequest;
  instance: StoredInstance;
  /** Whether it was asked for before, under the same key. */
  repeated: boolean;
}

/** Backups and drills that services ask for; from there on they are requests as any person's. */
export class AutomationRequests {
  constructor(
    private readonly options: {
      stores: PortalStores;
      gate: AutomationGate;
      calls: AutomationCalls;
      requests: RecordedRequests;
      admission: RequestAdmission;
      trigger: RequestTrigger;
      auditor: AuditorService;
      now: () => Date;
    },
  ) {}

  async create(
    given: AutomationRequestBody,
    key: string,
    credentials: ServiceCredentials,
  ): Promise<AskedRequest> {
    const { calls, gate } = this.options;
    const body = {
      ...given,
      entityRef: given.entityRef.toLocaleLowerCase('en-US'),
    };
    await gate.require(credentials, { ...body, operation: body.kind });
    const subject = nameOf(credentials);
    const call = { subject, key, asked: body };
    const known = await calls.findResult(call);
    if (known) {
      const request = await this.#find(known, credentials);
      return { ...request, repeated: true };
    }
    return this.#start(body, call);
  }

  /** Of those that the service asked for itself; there are no others. */
  async get(
    id: string,
    credentials: ServiceCredentials,
  ): Promise<AskedRequest> {
    const found = await this.#find(id, credentials);
    await this.options.gate.require(credentials, {
      operation: found.request.kind as 'backup' | 'drill',
      ...found.instance,
    });
    return { ...found, repeated: true };
  }

  async #start(
    body: AutomationRequestBody,
    call: { subject: string; key: string; asked: unknown },
  ): Promise<AskedRequest> {
    const { admission, auditor, calls, now, requests, trigger } = this.options;
    const instance = await this.#findInstance(body);
    const request = this.#plan(body, instance, call.subject);
    await admission.requireNoTwin(request);
    await admission.requireRestorable(request, instance, now());
    const inserted = await audited(
      auditor,
      auditRequest('request-create', request, instance),
      () =>
        requests.insert(request, instance, trx =>
          calls.note(trx, call, request.id, now()),
        ),
    );
    return {
      request: await trigger.trigger(inserted),
      instance,
      repeated: false,
    };
  }

  async #findInstance(body: AutomationRequestBody): Promise<StoredInstance> {
    const { entityRef, environment } = body;
    const found = await this.options.stores.instances.findByEntities([
      entityRef,
    ]);
    const instance = found.find(one => one.environment === environment);
    if (!instance) {
      throw new NotFoundError(
        `Nothing of ${entityRef} was ever saved in ${environment}. Its first recovery point is made by a pipeline; see docs/adoption.md.`,
      );
    }
    if (instance.driver === externalDriver) {
      throw new InputError(
        `${entityRef} is saved elsewhere (driver ${externalDriver}): record what was made there instead, with POST /automation/recovery-points.`,
      );
    }
    return instance;
  }

  /** Neither of them needs an approval; a restore is never a service's to ask for. */
  #plan(
    body: AutomationRequestBody,
    instance: StoredInstance,
    subject: string,
  ): RecoveryRequest {
    const { kind, reason, recoveryPointId } = body;
    return {
      // Hexadecimal: it is a pipeline's name and an argument of a command.
      id: randomBytes(20).toString('hex'),
      kind,
      instanceId: instance.id,
      ...(kind === 'drill' && { recoveryPointId }),
      status: 'approved',
      approvalsNeeded: 0,
      reason,
      requestedBy: subject,
      requestedAt: this.options.now(),
      decisions: [],
      revision: 1,
    };
  }

  async #find(id: string, credentials: ServiceCredentials) {
    const { requests } = this.options;
    const request = await requests.find(id);
    if (request?.requestedBy !== nameOf(credentials)) {
      throw new NotFoundError(`There is no request ${id} of yours.`);
    }
    return { request, instance: await requests.instanceOf(request) };
  }
}
