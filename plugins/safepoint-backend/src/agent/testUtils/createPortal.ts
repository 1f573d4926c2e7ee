import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  type DriverDescriptor,
  FilesystemSignatures,
  FilesystemStorage,
  publicKeySet,
  recipientOf,
  type SigningKey,
  type Storage,
} from '@safepoint/engine';
import knexFactory, { type Knex } from 'knex';
import { DatabaseProblems } from '../../alerts/DatabaseProblems';
import { RecordingAlerts } from '../../alerts/RecordingAlerts';
import type { EntityDirectory } from '../../catalog/EntityDirectory';
import { portalStores } from '../../database/portalStores';
import { DatabaseInstanceRegistry } from '../../instances/DatabaseInstanceRegistry';
import { ConfigPolicySource } from './ConfigPolicySource';
import { DatabaseDurableRecords, type RecordListener } from '../../records';
import { type AgentDependencies, isProduction } from '../AgentDependencies';
import { createAgentServices } from '../createAgentServices';
import { FakeEntitlements } from './FakeEntitlements';

const driver: DriverDescriptor = {
  name: 'postgres',
  title: 'PostgreSQL',
  switchKind: 'atomic',
  switchDescription: 'A rename.',
  runbook: ({ objects }) =>
    objects.map(({ name }) => `cat ${name}.header ${name}.payload`).join('\n'),
};

/** What outlives a process of the portal; plain values, so that another process can be given them. */
export interface PortalSettings {
  issuerUrl: string;
  root: string;
  storageSecret: string;
  signingKey: SigningKey;
  escrowIdentity: string;
  backendIdentity: string;
}

/** One connection, since each connection to memory has a memory of its own. */
export function createSqlite(filename = ':memory:'): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    connection: filename,
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
}

export function openStorage(settings: PortalSettings): FilesystemStorage {
  return new FilesystemStorage({
    root: settings.root,
    baseUrl: 'http://portal.test/api/safepoint',
    signatures: new FilesystemSignatures(
      Buffer.from(settings.storageSecret, 'base64'),
    ),
  });
}

/** The agent's side of one portal process. */
export async function createPortal(
  settings: PortalSettings,
  world: {
    knex: Knex;
    storage: Storage;
    clock: { now: Date };
    listener?: RecordListener;
  },
) {
  const { knex, storage, clock } = world;
  const signingKeys = {
    current: settings.signingKey,
    known: await publicKeySet([settings.signingKey]),
  };
  const audits: AuditEntry[] = [];
  const logger = silentLogger();
  const now = () => new Date(clock.now);
  const records = new DatabaseDurableRecords({
    knex,
    storage,
    logger,
    now,
    keys: signingKeys,
    listener: world.listener,
  });
  const entitlements = new FakeEntitlements();
  const alerts = new RecordingAlerts();
  const job = { state: 'running' as 'running' | 'not-running' | 'unknown' };
  const config = createConfig(settings);
  const dependencies: AgentDependencies = {
    config,
    // Of this very config, which tests change.
    policies: new ConfigPolicySource({
      config: {
        ...config,
        approvalFloors: { production: 1, otherwise: 0 },
      },
      isProduction: environment => isProduction(config, environment),
    }),
    knex,
    storage,
    records,
    signingKeys,
    encryption: {
      backendIdentities: [settings.backendIdentity],
      recipients: [
        {
          role: 'escrow',
          recipient: await recipientOf(settings.escrowIdentity),
        },
        {
          role: 'backend',
          recipient: await recipientOf(settings.backendIdentity),
        },
      ],
    },
    entitlements,
    instances: new DatabaseInstanceRegistry({
      stores: portalStores(knex),
      records,
      // Of the catalog, only this one question is asked here.
      directory: { find: findEntity } as unknown as EntityDirectory,
      drivers: new Map([['postgres', driver]]),
    }),
    jobs: { isRunning: async () => job.state },
    alerts,
    problems: new DatabaseProblems({ knex, now }),
    findDriver: name => (name === 'postgres' ? driver : undefined),
    logger,
    auditor: recordingAuditor(audits),
    now,
  };
  return {
    services: createAgentServices(dependencies),
    dependencies,
    records,
    signingKeys,
    entitlements,
    job,
    alerts,
    audits,
  };
}

function createConfig(settings: PortalSettings): AgentDependencies['config'] {
  return {
    audience: 'http://portal.test',
    appBaseUrl: 'http://portal.test',
    issuers: [
      {
        url: settings.issuerUrl,
        host: 'gitlab.test',
        apiBaseUrl: `${settings.issuerUrl}/api/v4`,
        token: 'secret',
        recoveryProject: { id: '99', ref: 'main' },
      },
    ],
    productionEnvironments: ['production', 'prod'],
    drillEnvironments: { drill: ['*'], 'drill-staging': ['staging'] },
    objectives: {
      rpoSeconds: 86_400,
      rtoSeconds: 3_600,
      verifiedWithinSeconds: 604_800,
      verificationLevel: 'L3',
    },
    gate: { base: {}, environments: {} },
    lease: { durationSeconds: 300, heartbeatIntervalSeconds: 30 },
    rateLimits: { agentPerMinute: 10_000, storagePerMinute: 10_000 },
  };
}

export interface AuditEntry {
  eventId: string;
  meta?: object;
  /** Why it failed, if it did. */
  failed?: string;
}

function recordingAuditor(entries: AuditEntry[]): AuditorService {
  return {
    async createEvent({ eventId, meta }) {
      const entry: AuditEntry = { eventId, meta };
      entries.push(entry);
      return {
        success: async () => {},
        fail: async ({ error }) => {
          entry.failed = error.message;
        },
      };
    },
  };
}

function silentLogger(): LoggerService {
  const logger: LoggerService = {
    error: () => {},
    warn: () => {},
    info: () => {},
    debug: () => {},
    child: () => logger,
  };
  return logger;
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
