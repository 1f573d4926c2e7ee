import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import {
  FilesystemSignatures,
  FilesystemStorage,
  generateSigningKey,
  publicKeySet,
} from '@safepoint/engine';
import knexFactory, { type Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { migrationsDirectory } from '../database/migrate';
import { portalStores } from '../database/portalStores';
import { GitLabs } from '../gitlab/GitLabs';
import { DatabaseDurableRecords } from '../records';
import { JobEnvironments } from '../requests/JobEnvironments';
import { RecordedRequests } from '../requests/RecordedRequests';
import type { RecoveryRequest } from '../requests/RecoveryRequest';
import { RequestReconciler } from '../requests/RequestReconciler';
import { RequestTrigger } from '../requests/RequestTrigger';
import { FakeGitLab } from './FakeGitLab';
import { seedInstance } from './seed';

/** What makes the pipelines of requests, on a database, a storage and a clock that all its replicas share. */
export class TriggerWorld {
  gitlab!: FakeGitLab;
  now = new Date();
  readonly requests: RecordedRequests;
  readonly #knex: Knex;
  readonly #folder: string;
  #counter = 0;

  private constructor(knex: Knex, folder: string, requests: RecordedRequests) {
    this.#knex = knex;
    this.#folder = folder;
    this.requests = requests;
  }

  static async open(): Promise<TriggerWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'safepoint-trigger-'));
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    await knex.migrate.latest({ directory: migrationsDirectory });
    const signingKey = await generateSigningKey();
    const records = new DatabaseDurableRecords({
      knex,
      logger: mockServices.logger.mock(),
      keys: { current: signingKey, known: await publicKeySet([signingKey]) },
      storage: new FilesystemStorage({
        root: folder,
        baseUrl: 'http://portal.test',
        signatures: FilesystemSignatures.fromSigningKey(signingKey),
      }),
    });
    return new TriggerWorld(
      knex,
      folder,
      new RecordedRequests({ stores: portalStores(knex), records }),
    );
  }

  async startGitLab(): Promise<void> {
    this.gitlab = await FakeGitLab.start();
    this.gitlab.now = () => this.now.getTime();
    this.now = new Date();
  }

  async close(): Promise<void> {
    await this.#knex.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }

  pass(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1_000);
  }

  /** @param requests - of a replica whose database calls a test counts or breaks */
  createReplica(
    requests: Pick<RecordedRequests, 'find' | 'instanceOf' | 'change'> = this
      .requests,
  ) {
    const gitlabs = new GitLabs(
      [
        {
          url: this.gitlab.url,
          host: 'gitlab.test',
          apiBaseUrl: `${this.gitlab.url}/api/v4`,
          token: 'bot-token',
          recoveryProject: { id: '77', ref: 'main' },
        },
      ],
      { timeoutMilliseconds: 150, now: () => this.now },
    );
    const auditor = mockServices.auditor.mock();
    auditor.createEvent.mockResolvedValue({
      success: async () => {},
      fail: async () => {},
    });
    const shared = {
      requests,
      gitlabs,
      environments: new JobEnvironments({
        policies: { policyOf: async () => ({ drills: {} }) },
        drillEnvironments: { drill: ['*'] },
      }),
      auditor,
      logger: mockServices.logger.mock(),
      now: () => this.now,
    };
    const trigger = new RequestTrigger(shared);
    return {
      auditor,
      trigger,
      reconciler: new RequestReconciler({
        ...shared,
        trigger,
        stores: { ...portalStores(this.#knex), ...agentStores(this.#knex) },
      }),
    };
  }

  /** A request that its pipeline is to be made of. */
  async approve(
    kind: RecoveryRequest['kind'] = 'backup',
  ): Promise<RecoveryRequest> {
    this.#counter += 1;
    const instance = await seedInstance(
      { knex: this.#knex, storageRoot: this.#folder },
      { entityRef: `resource:default/db-${this.#counter}` },
    );
    return this.requests.insert(
      {
        id: this.#counter.toString(16).padStart(40, '0'),
        kind,
        instanceId: instance.id,
        ...(kind === 'restore' && { targetEnvironment: 'staging' }),
        status: 'approved',
        requestedBy: 'user:default/dana',
        requestedAt: this.now,
        approvalsNeeded: 0,
        decisions: [],
        revision: 1,
      },
      instance,
    );
  }

  pipelinesOf(request: RecoveryRequest) {
    return this.gitlab.pipelines.filter(
      ({ name }) => name === `safepoint ${request.id}`,
    );
  }

  creationsOf(request: RecoveryRequest) {
    return this.gitlab.calls.filter(
      ({ body }) => body?.inputs.request === request.id,
    );
  }
}
