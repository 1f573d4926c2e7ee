import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  type DriverDescriptor,
  FilesystemSignatures,
  FilesystemStorage,
  generateIdentity,
  generateSigningKey,
  publicKeySet,
  recipientOf,
  type Storage,
} from '@safepoint/engine';
import knexFactory, { type Knex } from 'knex';
import type { EntityDirectory } from '../../catalog/EntityDirectory';
import { agentStores } from '../../database/agentStores';
import { migrationsDirectory } from '../../database/migrate';
import { portalStores } from '../../database/portalStores';
import { DatabaseInstanceRegistry } from '../../instances/DatabaseInstanceRegistry';
import { DatabaseDurableRecords } from '../../records';
import type { AgentDependencies } from '../AgentDependencies';
import { createAgentServices } from '../createAgentServices';
import { FakeEntitlements } from './FakeEntitlements';
import { FakeIssuer } from './FakeIssuer';

export const fakeDriver: DriverDescriptor = {
  name: 'postgres',
  title: 'PostgreSQL',
  switchKind: 'atomic',
  switchDescription: 'A rename.',
  runbook: ({ objects }) =>
    objects.map(({ name }) => `cat ${name}.header ${name}.payload`).join('\n'),
};

export type Workbench = Awaited<ReturnType<typeof createWorkbench>>;

/** A memory of one connection; several would each have their own. */
export function createSqlite(filename = ':memory:'): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    connection: filename,
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
}

/**
 * The agent's services on a real database, a real folder of a real storage and a real issuer; the catalog,
 * the bindings and GitLab's word on jobs are made up. The clock stands unless it is moved.
 */
export async function createWorkbench(
  options: { knex?: Knex; wrapStorage?: (storage: Storage) => Storage } = {},
) {
  const issuer = await FakeIssuer.start();
  const folder = await mkdtemp(join(tmpdir(), 'safepoint-agent-'));
  const knex = options.knex ?? createSqlite();
  await knex.migrate.latest({ directory: migrationsDirectory });
  const storage = new FilesystemStorage({
    root: join(folder, 'storage'),
    baseUrl: 'http://portal.test/api/safepoint',
    signatures: new FilesystemSignatures(randomBytes(32)),
  });
  const current = await generateSigningKey();
  const escrowIdentity = await generateIdentity();
  const backendIdentity = await generateIdentity();
  const entitlements = new FakeEntitlements();
  const job = { state: 'running' as 'running' | 'not-running' | 'unknown' };
  const clock = { now: new Date() };
  const audits: { eventId: string; failed?: string; meta?: object }[] = [];
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockImplementation(async event => {
    const entry: (typeof audits)[number] = {
      eventId: event.eventId,
      meta: event.meta,
    };
    audits.push(entry);
    return {
      success: async () => {},
      fail: async ({ error }) => {
        entry.failed = error.message;
      },
    };
  });
  const signingKeys = { current, known: await publicKeySet([current]) };
  const usedStorage = options.wrapStorage?.(storage) ?? storage;
  const config: AgentDependencies['config'] = {
    audience: 'http://portal.test',
    appBaseUrl: 'http://portal.test',
    issuers: [
      {
        url: issuer.url,
        host: 'gitlab.test',
        apiBaseUrl: `${issuer.url}/api/v4`,
        token: 'secret',
        recoveryProject: { id: '99', ref: 'main' },
      },
    ],
    productionEnvironments: ['production', 'prod'],
    objectives: {
      rpoSeconds: 86_400,
      rtoSeconds: 3_600,
      verifiedWithinSeconds: 604_800,
      verificationLevel: 'L3',
    },
    receiptValidForSeconds: 3_600,
    lease: { durationSeconds: 300, heartbeatIntervalSeconds: 30 },
    rateLimits: { agentPerMinute: 10_000, storagePerMinute: 10_000 },
  };

  /** Services as a portal that has just been started on the same database and storage. */
  function start(changes: Partial<AgentDependencies> = {}) {
    const base = {
      knex,
      storage: usedStorage,
      logger: mockServices.logger.mock(),
      ...changes,
    };
    const now = () => new Date(clock.now);
    const records = new DatabaseDurableRecords({
      ...base,
      keys: signingKeys,
      now,
    });
    const instances = new DatabaseInstanceRegistry({
      stores: portalStores(base.knex),
      records,
      // Of the catalog, only this one question is asked here.
      directory: { find: findEntity } as unknown as EntityDirectory,
      drivers: new Map([['postgres', fakeDriver]]),
    });
    const dependencies: AgentDependencies = {
      config,
      records,
      signingKeys,
      encryption: {
        backendIdentities: [backendIdentity],
        recipients: [
          { role: 'escrow', recipient: escrowRecipient },
          { role: 'backend', recipient: backendRecipient },
        ],
      },
      entitlements,
      instances,
      jobs: { isRunning: async () => job.state },
      findDriver: name => (name === 'postgres' ? fakeDriver : undefined),
      auditor,
      now,
      ...base,
    };
    return { dependencies, services: createAgentServices(dependencies) };
  }

  const escrowRecipient = await recipientOf(escrowIdentity);
  const backendRecipient = await recipientOf(backendIdentity);
  return {
    ...start(),
    start,
    issuer,
    folder,
    root: join(folder, 'storage'),
    knex,
    storage,
    entitlements,
    job,
    clock,
    audits,
    stores: { ...agentStores(knex), ...portalStores(knex) },
    escrowIdentity,
    backendIdentity,
    signingKeys,
    advance(seconds: number) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    },
    async stop() {
      await knex.destroy();
      await issuer.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function findEntity(ref: string): Promise<Entity | undefined> {
  if (!ref.startsWith('resource:')) return undefined;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: ref.split('/')[1],
      annotations: { 'safepoint.dev/driver': 'postgres' },
    },
    spec: { type: 'database' },
  };
}
