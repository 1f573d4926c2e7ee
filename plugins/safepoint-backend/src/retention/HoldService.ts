import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  checkHold,
  type HoldKind,
  safepointHoldManagePermission,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import { audited } from '../audit/audited';
import type { AgentStores } from '../database/agentStores';
import type { PortalStores } from '../database/portalStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Authorizer } from '../permissions/Authorizer';
import type { HoldEnforcer } from './HoldEnforcer';
import type { HoldLedger } from './HoldLedger';
import type { HoldStore } from './HoldStore';
import type { RecordedHold } from './RecordedHold';
import type { RetentionAgenda } from './RetentionAgenda';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface HoldServiceOptions {
  stores: Pick<AgentStores, 'points'> & Pick<PortalStores, 'instances'>;
  holds: HoldStore;
  ledger: HoldLedger;
  enforcer: HoldEnforcer;
  agenda: RetentionAgenda;
  authorizer: Authorizer;
  auditor: AuditorService;
  now: () => Date;
}

/** Legal holds and pins, as people place and release them. */
export class HoldService {
  constructor(private readonly options: HoldServiceOptions) {}

  async list(
    recoveryPointId: string,
    credentials: BackstageCredentials,
  ): Promise<RecordedHold[]> {
    await this.#findVisible(recoveryPointId, credentials);
    return this.options.holds.listByPoints([recoveryPointId]);
  }

  async place(
    recoveryPointId: string,
    body: { kind: HoldKind; reason: string; until?: string },
    credentials: UserCredentials,
  ): Promise<RecordedHold> {
    const { ledger, enforcer } = this.options;
    const found = await this.#findForKeeper(recoveryPointId, credentials);
    const now = this.options.now();
    const wanted = {
      kind: body.kind,
      reason: body.reason,
      ...(body.until && { until: new Date(body.until) }),
    };
    const problems = checkHold(wanted, now);
    if (problems.length > 0) throw new InputError(problems.join(' '));
    const hold: RecordedHold = {
      ...wanted,
      id: ulid(now.getTime()),
      instanceId: found.instance.id,
      recoveryPointId,
      placedBy: credentials.principal.userEntityRef,
      placedAt: now,
      enforcement: wanted.kind === 'pin' ? 'portal' : 'pending',
      revision: 1,
    };
    await this.#audited('hold-place', hold, found.instance, body.reason, () =>
      ledger.place(hold, found.point, found.instance),
    );
    await this.#replan(hold);
    return hold.kind === 'pin' ? hold : enforcer.tryEnforce(hold);
  }

  async release(
    holdId: string,
    body: { reason: string },
    credentials: UserCredentials,
  ): Promise<RecordedHold> {
    const { holds, ledger, enforcer } = this.options;
    const hold = await holds.find(holdId);
    if (!hold) throw new NotFoundError(`There is no hold ${holdId}.`);
    const { point, instance } = await this.#findForKeeper(
      hold.recoveryPointId,
      credentials,
    );
    if (hold.releasedAt) {
      throw new ConflictError(
        `Hold ${holdId} was released already, by ${hold.releasedBy}.`,
      );
    }
    if (body.reason.trim() === '') {
      throw new InputError('`reason` is empty; say why it may go again.');
    }
    const released = await this.#audited(
      'hold-release',
      hold,
      instance,
      body.reason,
      () =>
        ledger.release(
          hold,
          {
            releasedBy: credentials.principal.userEntityRef,
            releaseReason: body.reason,
          },
          { point, instance },
        ),
    );
    await this.#replan(hold);
    return released.kind === 'pin' ? released : enforcer.tryEnforce(released);
  }

  async #findForKeeper(
    recoveryPointId: string,
    credentials: BackstageCredentials,
  ) {
    const found = await this.#findVisible(recoveryPointId, credentials);
    const { entityRef } = found.instance;
    await this.options.authorizer.require(
      safepointHoldManagePermission,
      entityRef,
      credentials,
      `You need ${safepointHoldManagePermission.name} for ${entityRef}.`,
    );
    return found;
  }

  async #findVisible(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<{ point: RecordedPoint; instance: StoredInstance }> {
    const { authorizer, stores } = this.options;
    const point = await stores.points.find(id);
    const instance = point && (await stores.instances.find(point.instanceId));
    const visible =
      instance &&
      (await authorizer.may(
        safepointInstanceReadPermission,
        instance.entityRef,
        credentials,
      ));
    if (!point || !instance || !visible) {
      throw new NotFoundError(`There is no recovery point ${id}.`);
    }
    return { point, instance };
  }

  #audited<T>(
    eventId: string,
    hold: RecordedHold,
    instance: StoredInstance,
    reason: string,
    work: () => Promise<T>,
  ): Promise<T> {
    const meta = {
      holdId: hold.id,
      kind: hold.kind,
      recoveryPointId: hold.recoveryPointId,
      entityRef: instance.entityRef,
      environment: instance.environment,
      reason,
      ...(hold.until && { until: hold.until.toISOString() }),
    };
    const event = { eventId, severityLevel: 'high' as const, meta };
    return audited(this.options.auditor, event, work);
  }

  #replan({ instanceId }: RecordedHold): Promise<void> {
    return this.options.agenda.makeDue(instanceId, this.options.now());
  }
}
