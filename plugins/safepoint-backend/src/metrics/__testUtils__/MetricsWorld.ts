import { mockServices } from '@backstage/backend-test-utils';
import {
  PrometheusExporter,
  PrometheusSerializer,
} from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Knex } from 'knex';
import type { TestDatabase } from '../../agent/testUtils/testDatabases';
import { DatabaseProblems } from '../../alerts';
import { Heartbeats } from '../../health';
import { agentStores } from '../../database/agentStores';
import { migrationsDirectory } from '../../database/migrate';
import { portalStores } from '../../database/portalStores';
import { seedDeployment, seedInstance } from '../../__testUtils__/seed';
import { createMetrics } from '../createMetrics';

export const now = new Date('2026-03-10T14:00:00Z');
export const ago = (seconds: number) =>
  new Date(now.getTime() - seconds * 1_000);

/** A portal's database with something in every place that a metric is read from, and a collector. */
export async function createMetricsWorld(database: TestDatabase) {
  const { knex, close } = await database.open();
  await knex.migrate.latest({ directory: migrationsDirectory });
  await fill(knex);
  const logger = mockServices.logger.mock();
  const heartbeats = new Heartbeats({ knex, now: () => now });
  await heartbeats.watch([{ id: 'safepoint-send-alerts', boundSeconds: 150 }]);
  await new Heartbeats({ knex, now: () => ago(9) }).beat(
    'safepoint-send-alerts',
  );
  const start = (maxStores = 100) => {
    const reader = new PrometheusExporter({ preventServerStart: true });
    const provider = new MeterProvider({ readers: [reader] });
    createMetrics({
      config: { metrics: { maxStores } },
      knex,
      logger,
      heartbeats,
      meter: provider.getMeter('test'),
      now: () => now,
    });
    /** What a Prometheus server would get. */
    return async () => {
      const { resourceMetrics, errors } = await reader.collect();
      if (errors.length > 0) throw errors[0];
      return new PrometheusSerializer().serialize(resourceMetrics);
    };
  };
  return { knex, logger, heartbeats, start, close };
}

async function fill(knex: Knex): Promise<void> {
  const place = { knex, storageRoot: '' };
  const instance = await seedInstance(place, { id: 'I1' });
  await seedInstance(place, { id: 'I2', environment: 'staging' });
  const { points, drills } = agentStores(knex);
  const point = {
    instanceId: instance.id,
    trigger: 'scheduled' as const,
    level: 'L3' as const,
    quarantined: false,
    revision: 0,
  };
  await points.insert({
    ...point,
    id: 'P1',
    status: 'available',
    stateAt: ago(7_200),
    createdAt: ago(7_210),
    completedAt: ago(7_100),
    sourceBytes: 5_000,
    storedBytes: 1_000,
  });
  await points.insert({
    ...point,
    id: 'P2',
    status: 'failed',
    createdAt: ago(3_600),
  });
  await points.insert({
    ...point,
    id: 'P3',
    status: 'available',
    trigger: 'external',
    stateAt: ago(60),
    createdAt: ago(60),
  });
  await drills.insert({
    id: 'D1',
    recoveryPointId: 'P1',
    outcome: 'passed',
    level: 'L3',
    checks: [],
    phases: {},
    startedAt: ago(7_000),
    finishedAt: ago(6_900),
    revision: 1,
  });
  await seedDeployment(place);
  await seedDeployment(place, { gate: 'none', status: 'failed' });
  await portalStores(knex).requests.insert({
    id: 'r'.repeat(40),
    kind: 'restore',
    instanceId: instance.id,
    status: 'succeeded',
    requestedBy: 'user:default/dana',
    requestedAt: ago(500),
    approvalsNeeded: 0,
    decisions: [],
    revision: 1,
  });
  await fillVerdict(knex);
  await fillMachinery(knex);
}

async function fillVerdict(knex: Knex): Promise<void> {
  const objective = { targetSeconds: 3_600, met: false };
  const posture = {
    verdict: 'unprotected',
    reasons: [],
    rpo: objective,
    rto: { ...objective, achievedSeconds: 90 },
    verified: objective,
    verifiedAt: ago(6_900).toISOString(),
  };
  const objectives = {
    rpoSeconds: 3_600,
    rtoSeconds: 1_800,
    verifiedWithinSeconds: 604_800,
    verificationLevel: 'L3',
  };
  await knex('postures').where({ instance_id: 'I1' }).delete();
  await knex('postures').insert({
    instance_id: 'I1',
    verdict: 'unprotected',
    posture: JSON.stringify(posture),
    objectives: JSON.stringify(objectives),
    due_at: now.toISOString(),
  });
  await new DatabaseProblems({ knex, now: () => now }).settle(
    {
      source: 'posture',
      entityRef: 'resource:default/orders-db',
      environment: 'production',
    },
    ['rpo-missed', 'object-missing:P1', 'object-missing:P2'].map(code => ({
      code,
      severity: 'critical',
      title: code,
      text: 'Look.',
      since: now,
    })),
  );
}

async function fillMachinery(knex: Knex): Promise<void> {
  await knex('record_outbox').insert({
    key: 'some/record.json',
    body: '{}',
    created_at: ago(30).toISOString(),
  });
  await knex('schedules').insert({
    instance_id: 'I1',
    kind: 'backup',
    cron: '0 * * * *',
    timezone: 'UTC',
    slot: ago(120).toISOString(),
    next_due_at: ago(120).toISOString(),
    look_at: ago(120).toISOString(),
  });
}
