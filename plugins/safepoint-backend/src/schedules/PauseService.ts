import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  findPauseProblems,
  isPaused,
  jitterSeconds,
  type PauseScheduleBody,
  type ScheduledWork,
  safepointSchedulePausePermission,
  turnWithoutDelay,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { audited } from '../audit/audited';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Authorizer } from '../permissions/Authorizer';
import type { DurableRecords } from '../records';
import type { RequestVisibility } from '../requests/RequestVisibility';
import { draftPauseRecord } from './draftPauseRecord';
import { type NewPause, PauseStore, unlessResumed } from './PauseStore';
import type { Schedule } from './Schedule';
import type { ScheduleProblems } from './ScheduleProblems';
import type { ScheduleRules } from './ScheduleRules';
import { ScheduleStore } from './ScheduleStore';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface PauseServiceOptions {
  knex: Knex;
  records: DurableRecords;
  visibility: Pick<RequestVisibility, 'findInstance'>;
  authorizer: Authorizer;
  auditor: AuditorService;
  problems: ScheduleProblems;
  rules: ScheduleRules;
  now: () => Date;
}

/** Pauses the scheduled work of an instance, with an end and a reason, and resumes it. */
export class PauseService {
  constructor(private readonly options: PauseServiceOptions) {}

  async pause(
    instanceId: string,
    kind: ScheduledWork,
    body: PauseScheduleBody,
    credentials: UserCredentials,
  ): Promise<void> {
    const { now, rules } = this.options;
    const instance = await this.#findForPausing(instanceId, credentials);
    const at = now();
    const asked = { until: new Date(body.until), reason: body.reason };
    const problems = findPauseProblems(asked, {
      now: at,
      longestSeconds: rules.longestPauseSeconds,
    });
    if (problems.length > 0) throw new InputError(problems.join(' '));
    const by = credentials.principal.userEntityRef;
    await this.#save(instance, kind, 'schedule-pause', {
      pause: { instanceId: instance.id, kind, ...asked, by, at },
      move: schedule => {
        const dueAt = this.#dueAfter(schedule, asked.until);
        return {
          nextDueAt: dueAt,
          lookAt: dueAt,
          delay: 'paused',
          delayReason: `It is paused until ${asked.until.toISOString()}: ${
            asked.reason
          }`,
          problem: undefined,
        };
      },
    });
  }

  /** What became due meanwhile starts with the next tick. Nothing happens if it is not paused. */
  async resume(
    instanceId: string,
    kind: ScheduledWork,
    credentials: UserCredentials,
  ): Promise<void> {
    const { knex, now, rules } = this.options;
    const instance = await this.#findForPausing(instanceId, credentials);
    const key = { instanceId: instance.id, kind };
    const known = unlessResumed(await new PauseStore(knex).find(key));
    const at = now();
    if (!known || !isPaused(known, at)) return;
    const { id: _, revision: __, ...pause } = known;
    const by = credentials.principal.userEntityRef;
    await this.#save(instance, kind, 'schedule-resume', {
      pause: { ...pause, resumedBy: by, resumedAt: at },
      move: schedule => {
        const { dueAt } = turnWithoutDelay(
          { key, schedule, maxJitterSeconds: rules.maxJitterSeconds },
          { slot: schedule.slot, dueAt: schedule.nextDueAt },
          at,
        );
        return {
          nextDueAt: dueAt,
          lookAt: dueAt,
          delay: undefined,
          delayReason: undefined,
        };
      },
    });
  }

  /** The pause, its record and the turn that it moves are one change. */
  async #save(
    instance: StoredInstance,
    kind: ScheduledWork,
    eventId: string,
    change: {
      pause: NewPause;
      move: (schedule: Schedule) => Partial<Schedule>;
    },
  ): Promise<void> {
    const { auditor, problems, records } = this.options;
    const { entityRef, environment } = instance;
    const { until, reason, by, resumedBy } = change.pause;
    const meta = {
      ...{ entityRef, environment, kind, reason },
      until: until.toISOString(),
      by: resumedBy ?? by,
    };
    const event = { eventId, severityLevel: 'high' as const, meta };
    await audited(auditor, event, () =>
      records.transaction(async trx => {
        const key = { instanceId: instance.id, kind };
        const schedules = new ScheduleStore(trx);
        const schedule = await schedules.find(key);
        if (!schedule) {
          throw new NotFoundError(
            `No ${kind} of ${entityRef} in ${environment} is scheduled; its policy says when.`,
          );
        }
        const pauses = new PauseStore(trx);
        const saved = await pauses.save(change.pause, await pauses.find(key));
        await records.commit(trx, draftPauseRecord(saved, instance));
        await schedules.tryUpdate(schedule, change.move(schedule));
        if (schedule.problem) await problems.settle(trx, instance);
      }),
    );
  }

  /** A fleet that is paused together does not go on in one moment. */
  #dueAfter(schedule: Schedule, until: Date): Date {
    if (schedule.nextDueAt > until) return schedule.nextDueAt;
    const { maxJitterSeconds } = this.options.rules;
    const seconds = jitterSeconds(schedule, schedule, maxJitterSeconds);
    return new Date(until.getTime() + seconds * 1_000);
  }

  async #findForPausing(
    instanceId: string,
    credentials: UserCredentials,
  ): Promise<StoredInstance> {
    const { authorizer, visibility } = this.options;
    const instance = await visibility.findInstance(instanceId, credentials);
    await authorizer.require(
      safepointSchedulePausePermission,
      instance.entityRef,
      credentials,
      `You need ${safepointSchedulePausePermission.name} for ${instance.entityRef}.`,
    );
    return instance;
  }
}
