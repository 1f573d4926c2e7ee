import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { createMetricSources } from './createMetrics';
import { describeMetrics } from './describeMetrics';
import { ago, createMetricsWorld } from './__testUtils__/MetricsWorld';

const seconds = (moment: Date) => moment.getTime() / 1_000;

jest.setTimeout(60_000);

describe.each(testDatabases())('metrics on $name', database => {
  let world: Awaited<ReturnType<typeof createMetricsWorld>>;

  beforeEach(async () => {
    world = await createMetricsWorld(database);
  });
  afterEach(() => world.close());

  /** Without the label of the meter, which every series has. */
  const collect = async (maxStores?: number) =>
    (await world.start(maxStores)()).replace(/,?otel_scope_name="test"/g, '');

  it('say what is known of each data store', async () => {
    const text = await collect();
    const orders =
      '{entity="resource:default/orders-db",environment="production"}';
    for (const [name, value] of [
      [
        'safepoint_backup_last_successful_timestamp_seconds',
        seconds(ago(7_100)),
      ],
      ['safepoint_backup_state_timestamp_seconds', seconds(ago(7_200))],
      ['safepoint_backup_duration_seconds', 110],
      ['safepoint_backup_size_bytes', 1_000],
      ['safepoint_backup_source_size_bytes', 5_000],
      ['safepoint_rpo_seconds', 7_200],
      ['safepoint_rpo_target_seconds', 3_600],
      ['safepoint_rto_seconds', 90],
      ['safepoint_rto_target_seconds', 1_800],
      ['safepoint_verified_timestamp_seconds', seconds(ago(6_900))],
      ['safepoint_verified_target_seconds', 604_800],
      ['safepoint_posture', 2],
    ]) {
      expect(text).toContain(`${name}${orders} ${value}\n`);
    }
  });

  it('show as never what never was, and not as nothing', async () => {
    const text = await collect();
    const staging =
      '{entity="resource:default/orders-db",environment="staging"}';
    expect(text).toContain(
      `safepoint_backup_last_successful_timestamp_seconds${staging} 0\n`,
    );
    expect(text).toContain(`safepoint_posture${staging} 3\n`);
    expect(text).toContain(
      'safepoint_stores{verdict="never",environment="staging"} 1\n',
    );
  });

  it.each([
    'safepoint_problems_open{code="object-missing",severity="critical",environment="production"} 2',
    'safepoint_problems_unacknowledged{environment="production"} 3',
    'safepoint_backups_total{outcome="succeeded",trigger="scheduled"} 1',
    'safepoint_backups_total{outcome="failed",trigger="scheduled"} 1',
    'safepoint_drills_total{outcome="passed",level="L3"} 1',
    'safepoint_requests_total{kind="restore",status="succeeded"} 1',
    'safepoint_gate_decisions_total{decision="bypass"} 1',
    'safepoint_deployments_total{outcome="succeeded"} 1',
    'safepoint_outbox_waiting{outbox="records"} 1',
    'safepoint_outbox_oldest_seconds{outbox="records"} 30',
    'safepoint_outbox_waiting{outbox="webhooks"} 0',
    'safepoint_webhook_dead_letters{} 0',
    'safepoint_task_silent_seconds{task="safepoint-send-alerts"} 9',
    'safepoint_task_bound_seconds{task="safepoint-send-alerts"} 150',
    'safepoint_schedule_lag_seconds{kind="backup"} 120',
  ])('count: %s', async line => {
    expect(await collect()).toContain(`${line}\n`);
  });

  it('are what docs/metrics.md lists, all of them', async () => {
    const metrics = createMetricSources({ ...world, maxStores: 1 }).flatMap(
      source => source.metrics,
    );
    const document = await readFile(
      join(__dirname, '../../../../docs/metrics.md'),
      'utf8',
    );
    const cells = (table: string) =>
      table
        .split('\n')
        .filter(line => line.startsWith('| `'))
        .map(line => line.split('|').map(cell => cell.trim()));
    expect(cells(document)).toEqual(cells(describeMetrics(metrics)));
    const text = await collect();
    const exported = [...text.matchAll(/^# TYPE (\S+)/gm)]
      .map(([, name]) => name)
      .filter(name => name !== 'target_info');
    expect(exported.sort()).toEqual(metrics.map(({ name }) => name).sort());
  });

  it('have no series of a store beyond what is allowed, and say so once', async () => {
    const read = world.start(1);
    expect(await read()).not.toMatch(/safepoint_posture\{.*staging/);
    await read();
    expect(world.logger.warn).toHaveBeenCalledTimes(1);
    expect(await collect(0)).not.toContain('safepoint_posture{');
  });

  it('are read by as many queries for a thousand stores as for two', async () => {
    let queries = 0;
    world.knex.on('query', () => {
      queries += 1;
    });
    await collect();
    const few = queries;
    const [instance] = await world.knex('store_instances');
    await world.knex.batchInsert(
      'store_instances',
      Array.from({ length: 1_000 }, (_, index) => ({
        ...instance,
        id: `S${index}`,
        entity_ref: `resource:default/s${index}`,
      })),
      50,
    );
    queries = 0;
    await collect(5_000);
    expect(queries).toBe(few);
    expect(queries).toBeLessThan(20);
  });

  it('are absent where they cannot be read, with the rest in place', async () => {
    await world.knex.schema.dropTable('heartbeats');
    const text = await collect();
    expect(text).not.toContain('safepoint_outbox_waiting{');
    expect(text).toContain('safepoint_posture{');
    expect(world.logger.error).toHaveBeenCalled();
  });
});
