import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { auditRequest } from '../requests/auditRequest';
import { type GatherDependencies, gatherDueWork } from './gatherDueWork';
import { isCurrent } from './DueWork';
import { ScheduleClock } from './ScheduleClock';
import type { ScheduleSyncer } from './ScheduleSyncer';
import { ScheduleStore } from './ScheduleStore';
import { addReports, emptyReport, type TickReport } from './TickReport';
import type { TurnTaker } from './TurnTaker';

export interface ScheduleTickOptions extends GatherDependencies {
  knex: Knex;
  turns: TurnTaker;
  syncer: Pick<ScheduleSyncer, 'sync' | 'forget'>;
  auditor: AuditorService;
  logger: LoggerService;
  now: () => Date;
  /** Schedules of one transaction. Default: 500. */
  batch?: number;
}

const batchesAtMost = 20;

/**
 * Starts what is due: makes its request, which the reconciler of requests makes a pipeline of.
 *
 * Protocol: a batch of due rows is read, and what takes its time is found out, without a lock. Then, in one
 * transaction (`TurnTaker`), each row goes on to its next slot by an UPDATE that is guarded by its revision,
 * and the request of the slot is inserted with its durable record. A crash leaves both or neither; a row
 * that another replica took first is left alone.
 */
export class ScheduleTick {
  constructor(private readonly options: ScheduleTickOptions) {}

  async run(): Promise<TickReport> {
    const { knex, now, batch = 500 } = this.options;
    await new ScheduleClock(knex).stamp(now());
    let report = emptyReport();
    for (let count = 0; count < batchesAtMost; count += 1) {
      const due = await new ScheduleStore(knex).listDue(now(), batch);
      if (due.length === 0) break;
      const done = await this.#work(due);
      report = addReports(report, done);
      if (due.length < batch || done.left > 0) break;
    }
    await this.#tell(report);
    return report;
  }

  async #work(
    due: Awaited<ReturnType<ScheduleStore['listDue']>>,
  ): Promise<TickReport> {
    const { syncer, turns } = this.options;
    const gathered = await gatherDueWork(due, this.options);
    const known = new Set(gathered.map(({ schedule }) => schedule));
    const gone = due.filter(schedule => !known.has(schedule));
    if (gone.length > 0) await syncer.forget(gone);
    const current = gathered.filter(isCurrent);
    const changed = gathered.filter(work => !isCurrent(work));
    if (changed.length > 0) {
      await syncer.sync(changed.map(({ instance }) => instance));
    }
    return turns.take(current);
  }

  async #tell({ started }: TickReport): Promise<void> {
    const { auditor, logger } = this.options;
    for (const { request, instance } of started) {
      const event = await auditor.createEvent(
        auditRequest('request-create', request, instance),
      );
      await event.success();
    }
    const late = started.filter(({ missedSince }) => missedSince);
    if (late.length > 0) {
      logger.warn(
        `${late.length} schedules had missed slots and were started once to make up for them, ${late[0].instance.entityRef} in ${late[0].instance.environment} for example.`,
      );
    }
  }
}
