import type { Knex } from 'knex';
import type { Heartbeats } from '../health';
import { gauge, type MetricSource, type Sample } from './MetricSource';

const waiting = gauge(
  'safepoint_outbox_waiting',
  'What is decided and has not got where it belongs: records to storage, alerts and messages to people, webhooks',
  ['outbox'],
);
const oldest = gauge(
  'safepoint_outbox_oldest_seconds',
  'How long the oldest of it has waited',
  ['outbox'],
);
const dead = gauge(
  'safepoint_webhook_dead_letters',
  'Webhooks that were given up and wait for somebody to send them again',
);
const taskSilent = gauge(
  'safepoint_task_silent_seconds',
  'How long ago that which the portal does by itself last worked',
  ['task'],
);
const taskBound = gauge(
  'safepoint_task_bound_seconds',
  'How long that may be; beyond it, it stands still',
  ['task'],
);
const scheduleLag = gauge(
  'safepoint_schedule_lag_seconds',
  'How long the scheduled work that waits longest is overdue',
  ['kind'],
);

export interface MachineryMetricsOptions {
  knex: Knex;
  heartbeats: Pick<Heartbeats, 'check'>;
  now?: () => Date;
}

/** Whether the portal itself keeps up. */
export class MachineryMetrics implements MetricSource {
  readonly metrics = [
    waiting,
    oldest,
    dead,
    taskSilent,
    taskBound,
    scheduleLag,
  ];

  constructor(private readonly options: MachineryMetricsOptions) {}

  async read(): Promise<Sample[]> {
    const { knex, now = () => new Date() } = this.options;
    const moment = now();
    const measure = async (outbox: string, query: Knex.QueryBuilder) =>
      toSamples(outbox, await query.count({ waiting: '*' }).first(), moment);
    return [
      ...(await measure(
        'records',
        knex('record_outbox').min({ since: 'created_at' }),
      )),
      ...(await measure(
        'alerts',
        knex('alert_outbox').whereNull('told_at').min({ since: 'raised_at' }),
      )),
      ...(await measure(
        'messages',
        knex('message_outbox').min({ since: 'created_at' }),
      )),
      ...(await measure(
        'webhooks',
        knex('webhook_deliveries')
          .where({ status: 'pending' })
          .min({ since: 'created_at' }),
      )),
      ...(await this.#readDeadLetters()),
      ...(await this.#readTasks()),
      ...(await this.#readLag(moment)),
    ];
  }

  async #readDeadLetters(): Promise<Sample[]> {
    const row = await this.options
      .knex('webhook_deliveries')
      .where({ status: 'dead' })
      .count({ count: '*' })
      .first();
    return [{ metric: dead, value: Number(row?.count ?? 0), labels: {} }];
  }

  async #readTasks(): Promise<Sample[]> {
    const tasks = await this.options.heartbeats.check();
    return tasks.flatMap(({ task, ageSeconds, boundSeconds }) => [
      ...(ageSeconds === undefined
        ? []
        : [{ metric: taskSilent, value: ageSeconds, labels: { task } }]),
      { metric: taskBound, value: boundSeconds, labels: { task } },
    ]);
  }

  async #readLag(now: Date): Promise<Sample[]> {
    const rows: { kind: string; due: string | null }[] = await this.options
      .knex('schedules')
      .groupBy('kind')
      .select('kind')
      .min({ due: 'next_due_at' });
    return rows.map(row => ({
      metric: scheduleLag,
      value: row.due ? secondsSince(row.due, now) : 0,
      labels: { kind: row.kind },
    }));
  }
}

function toSamples(
  outbox: string,
  row: { waiting: number | string; since: string | null },
  now: Date,
): Sample[] {
  const labels = { outbox };
  return [
    { metric: waiting, value: Number(row.waiting), labels },
    {
      metric: oldest,
      value: row.since ? secondsSince(row.since, now) : 0,
      labels,
    },
  ];
}

function secondsSince(moment: string, now: Date): number {
  return Math.max(0, (now.getTime() - new Date(moment).getTime()) / 1_000);
}
