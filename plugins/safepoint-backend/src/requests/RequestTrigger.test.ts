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
import fc from 'fast-check';
import knexFactory, { type Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { migrationsDirectory } from '../database/migrate';
import { portalStores } from '../database/portalStores';
import { GitLabs } from '../gitlab/GitLabs';
import { DatabaseDurableRecords } from '../records';
import { type Fault, FakeGitLab } from '../__testUtils__/FakeGitLab';
import { seedInstance } from '../__testUtils__/seed';
import { RecordedRequests } from './RecordedRequests';
import type { RecoveryRequest } from './RecoveryRequest';
import { RequestReconciler } from './RequestReconciler';
import { RequestTrigger } from './RequestTrigger';

const faults: fc.Arbitrary<Fault> = fc.record({
  effect: fc.constantFrom('before', 'after', 'late'),
  answer: fc.constantFrom<Fault['answer']>(
    { status: 502 },
    { status: 503 },
    { status: 500 },
    'reset',
    'silence',
  ),
});

/** GitLab's rate limit stands before anything is done. */
const throttled: fc.Arbitrary<Fault> = fc.constantFrom(
  { effect: 'before', answer: { status: 429 } },
  {
    effect: 'before',
    answer: { status: 429, headers: { 'retry-after': '30' } },
  },
);

describe('RequestTrigger', () => {
  let folder: string;
  let knex: Knex;
  let gitlab: FakeGitLab;
  let requests: RecordedRequests;
  let now: Date;
  let counter = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safepoint-trigger-'));
    knex = knexFactory({
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
    requests = new RecordedRequests({ stores: portalStores(knex), records });
  });

  afterAll(async () => {
    await knex.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    gitlab = await FakeGitLab.start();
    now = new Date();
  });

  afterEach(() => gitlab.stop());

  const createReplica = () => {
    const gitlabs = new GitLabs(
      [
        {
          url: gitlab.url,
          host: 'gitlab.test',
          apiBaseUrl: `${gitlab.url}/api/v4`,
          token: 'bot-token',
          recoveryProject: { id: '77', ref: 'main' },
        },
      ],
      { timeoutMilliseconds: 60 },
    );
    const auditor = mockServices.auditor.mock();
    auditor.createEvent.mockResolvedValue({
      success: async () => {},
      fail: async () => {},
    });
    const shared = {
      requests,
      gitlabs,
      auditor,
      logger: mockServices.logger.mock(),
      now: () => now,
    };
    const trigger = new RequestTrigger(shared);
    return {
      trigger,
      reconciler: new RequestReconciler({
        ...shared,
        trigger,
        stores: { ...portalStores(knex), ...agentStores(knex) },
      }),
    };
  };

  const approve = async (): Promise<RecoveryRequest> => {
    counter += 1;
    const instance = await seedInstance(
      { knex, storageRoot: folder },
      { entityRef: `resource:default/db-${counter}` },
    );
    return requests.insert(
      {
        id: counter.toString(16).padStart(40, '0'),
        kind: 'backup',
        instanceId: instance.id,
        status: 'approved',
        requestedBy: 'user:default/dana',
        requestedAt: now,
        approvalsNeeded: 0,
        decisions: [],
        revision: 1,
      },
      instance,
    );
  };

  const pipelinesOf = (request: RecoveryRequest) =>
    gitlab.pipelines.filter(({ name }) => name === `safepoint ${request.id}`);

  it('ends with exactly one pipeline, whatever becomes of the answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(faults, throttled), { maxLength: 4 }),
        fc.integer({ min: 1, max: 2 }),
        async (injected, replicas) => {
          const request = await approve();
          gitlab.faults = [...injected];
          // The click of a person, perhaps twice, then the task on every replica until it is settled.
          await Promise.all(
            Array.from({ length: replicas }, () =>
              createReplica().trigger.trigger(request),
            ),
          );
          for (let round = 0; round < 6; round += 1) {
            await new Promise(resolve => {
              setTimeout(resolve, 40);
            });
            now = new Date(now.getTime() + 121_000);
            await Promise.all(
              Array.from({ length: replicas }, () =>
                createReplica().reconciler.run(),
              ),
            );
          }
          const settled = await requests.find(request.id);
          expect(settled).toMatchObject({ status: 'triggered' });
          expect(pipelinesOf(request)).toHaveLength(1);
          expect(String(pipelinesOf(request)[0].id)).toBe(settled?.pipelineId);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  it('takes up a request that a crash left between asking and writing down, without asking twice', async () => {
    const request = await approve();
    const claimed = await requests.change(request, {
      status: 'triggering',
      issuer: gitlab.url,
      projectId: '77',
      nextTriggerAt: new Date(now.getTime() + 120_000),
    });
    await fetch(`${gitlab.url}/api/v4/projects/77/pipeline`, {
      method: 'POST',
      body: JSON.stringify({ ref: 'main', inputs: { request: request.id } }),
    });
    const settled = await createReplica().trigger.resume(claimed);
    expect(settled.status).toBe('triggered');
    expect(pipelinesOf(request)).toHaveLength(1);
  });

  it('does not try again before GitLab had time to finish', async () => {
    const request = await approve();
    gitlab.faults = [{ effect: 'before', answer: { status: 502 } }];
    const waiting = await createReplica().trigger.trigger(request);
    expect(waiting.status).toBe('triggering');
    await createReplica().trigger.resume(waiting);
    expect(
      gitlab.requests.filter(({ method }) => method === 'POST'),
    ).toHaveLength(1);
    now = new Date(now.getTime() + 121_000);
    const settled = await createReplica().trigger.resume(waiting);
    expect(settled.status).toBe('triggered');
    expect(pipelinesOf(request)).toHaveLength(1);
  });

  it('gives up after an hour, in red', async () => {
    const request = await approve();
    const { trigger } = createReplica();
    await gitlab.stop();
    const waiting = await trigger.trigger(request);
    expect(waiting.status).toBe('triggering');
    now = new Date(now.getTime() + 3_700_000);
    const settled = await trigger.resume(waiting);
    expect(settled).toMatchObject({
      status: 'failed',
      problem: { kind: 'pipeline-not-made' },
    });
    gitlab = await FakeGitLab.start();
  });

  it('notices a pipeline that ended without a word', async () => {
    const request = await approve();
    await createReplica().trigger.trigger(request);
    pipelinesOf(request)[0].status = 'canceled';
    await createReplica().reconciler.run();
    expect(await requests.find(request.id)).toMatchObject({
      status: 'failed',
      problem: {
        kind: 'pipeline-ended',
        message: expect.stringContaining('canceled'),
      },
    });
  });

  it('lets a request expire that nobody decided on', async () => {
    const request = await approve();
    const waiting = await requests.change(request, {
      status: 'awaiting-approval',
    });
    now = new Date(now.getTime() + 86_400_000);
    await createReplica().reconciler.run();
    expect((await requests.find(waiting.id))?.status).toBe('expired');
  });
});
