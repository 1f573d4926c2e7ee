import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import {
  type CronSchedule,
  defaultRetention,
  type EffectivePolicy,
  resolveGatePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  FilesystemSignatures,
  FilesystemStorage,
  generateSigningKey,
  publicKeySet,
  type SigningKey,
} from '@safepoint/engine';
import type { Knex } from 'knex';
import { ulid } from 'ulid';
import { seedInstance } from '../../__testUtils__/seed';
import { DatabaseProblems } from '../../alerts';
import { bindingMapping } from '../../database/BindingStore';
import { migrationsDirectory } from '../../database/migrate';
import { portalStores } from '../../database/portalStores';
import { requestMapping } from '../../database/RequestStore';
import type { StoredInstance } from '../../database/StoreInstanceStore';
import { instanceIdOf } from '../../instances/instanceIdOf';
import { Authorizer } from '../../permissions/Authorizer';
import { DatabaseDurableRecords } from '../../records';
import type { RecoveryRequest } from '../../requests/RecoveryRequest';
import { createScheduleServices } from '../createScheduleServices';
import type { ScheduleRules } from '../ScheduleRules';
import { scheduleMapping } from '../scheduleMapping';

const issuer = 'https://gitlab.test';

/** What schedules need around them, on a real database, with a clock that is moved. */
export class ScheduleWorld {
  now = new Date('2026-05-01T09:30:00Z');
  readonly rules: ScheduleRules = {
    maxJitterSeconds: 300,
    atOnce: { fleet: 1_000, perProject: 1_000 },
    overdueAfterSeconds: 900,
    longestPauseSeconds: 30 * 86_400,
    maintenanceWindows: [],
  };
  readonly policies = new Map<string, Partial<EffectivePolicy>>();
  readonly stores: ReturnType<typeof portalStores>;
  readonly storage: FilesystemStorage;
  #count = 0;

  private constructor(
    readonly knex: Knex,
    private readonly folder: string,
    private readonly signingKey: SigningKey,
  ) {
    this.stores = portalStores(knex);
    this.storage = new FilesystemStorage({
      root: folder,
      baseUrl: 'http://portal.test',
      signatures: FilesystemSignatures.fromSigningKey(signingKey),
    });
  }

  static async open(knex: Knex): Promise<ScheduleWorld> {
    await knex.migrate.latest({ directory: migrationsDirectory });
    return new ScheduleWorld(
      knex,
      await mkdtemp(join(tmpdir(), 'safepoint-schedules-')),
      await generateSigningKey(),
    );
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  pass(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1_000);
  }

  async signingKeys() {
    const current = this.signingKey;
    return { current, known: await publicKeySet([current]) };
  }

  /** The services of one replica. */
  async createReplica(knex = this.knex) {
    const auditor = mockServices.auditor.mock();
    auditor.createEvent.mockResolvedValue({
      success: async () => {},
      fail: async () => {},
    });
    const logger = mockServices.logger.mock();
    const now = () => this.now;
    const records = new DatabaseDurableRecords({
      knex,
      logger,
      now,
      keys: await this.signingKeys(),
      storage: this.storage,
    });
    const services = createScheduleServices({
      ...{ knex, records, auditor, logger, now, rules: this.rules },
      stores: portalStores(knex),
      policies: {
        policyOf: async one => this.#policyOf(one.entityRef),
        policiesOf: async all =>
          all.map(({ entityRef }) => this.#policyOf(entityRef)),
      },
      problems: new DatabaseProblems({ knex, now }),
      gitlabs: {
        issuers: [
          {
            url: issuer,
            host: 'gitlab.test',
            apiBaseUrl: `${issuer}/api/v4`,
            token: 'secret',
            recoveryProject: { id: '77', ref: 'main' },
          },
        ],
      },
      bindingRules: [],
      authorizer: new Authorizer(mockServices.permissions()),
      visibility: {
        findInstance: async id => {
          const found = await this.stores.instances.find(id);
          if (!found) throw new NotFoundError(`There is no instance ${id}.`);
          return found;
        },
      },
    });
    return { ...services, records, auditor, logger };
  }

  /** A store that a project is bound to and that is scheduled so. */
  async addStore(
    policy: { backup?: CronSchedule; drill?: CronSchedule },
    options: { bound?: boolean; environment?: string } = {},
  ): Promise<StoredInstance> {
    this.#count += 1;
    const entityRef = `resource:default/db-${this.#count}`;
    const { bound = true, environment = 'production' } = options;
    this.schedule(entityRef, policy);
    const instance = await seedInstance(
      { knex: this.knex, storageRoot: this.folder },
      { id: instanceIdOf(entityRef, environment), entityRef, environment },
    );
    if (bound) await this.bind(instance);
    return instance;
  }

  schedule(
    entityRef: string,
    policy: { backup?: CronSchedule; drill?: CronSchedule },
  ): void {
    this.policies.set(entityRef, {
      backups: { baseline: true, schedule: policy.backup },
      drills: { schedule: policy.drill },
    });
  }

  async bind({ entityRef, environment }: StoredInstance): Promise<void> {
    await this.knex(bindingMapping.table).insert(
      bindingMapping.toRow({
        ...{ id: ulid(), entityRef, environment, issuer, projectId: '5' },
        operations: ['backup', 'drill'],
        status: 'confirmed',
        origin: 'user:default/dana',
        revision: 1,
        createdAt: this.now,
      }),
    );
  }

  /** Oldest slot first. */
  async requestsOf(instance: StoredInstance): Promise<RecoveryRequest[]> {
    const rows = await this.knex(requestMapping.table)
      .where({ instance_id: instance.id })
      .orderBy('slot');
    return rows.map(row => requestMapping.fromRow(row));
  }

  async slotsOf(instance: StoredInstance): Promise<string[]> {
    const requests = await this.requestsOf(instance);
    return requests.map(({ slot }) => slot!.toISOString());
  }

  /** As if their pipelines had done what they are for. */
  async finishAll(): Promise<void> {
    await this.knex('requests')
      .where({ status: 'approved' })
      .update({ status: 'succeeded' });
  }

  async scheduleOf(instance: StoredInstance, kind = 'backup') {
    const row = await this.knex(scheduleMapping.table)
      .where({ instance_id: instance.id, kind })
      .first();
    return row && scheduleMapping.fromRow(row);
  }

  /** Codes of the problems that are open now. */
  async problems(): Promise<string[]> {
    const rows = await this.knex('problems').whereNull('resolved_at');
    return rows.map(({ code }) => code).sort();
  }

  #policyOf(entityRef: string): EffectivePolicy {
    return {
      name: 'gold',
      objectives: {
        rpoSeconds: 86_400,
        rtoSeconds: 3_600,
        verifiedWithinSeconds: 604_800,
        verificationLevel: 'L3',
      },
      backups: { baseline: true },
      drills: {},
      gate: resolveGatePolicy(
        { base: {}, environments: {} },
        { name: 'production', production: true },
      ),
      retention: defaultRetention,
      approvals: { production: 1, otherwise: 0 },
      notify: ['owner'],
      ...this.policies.get(entityRef),
    };
  }
}
