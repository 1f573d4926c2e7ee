import { createHash, randomBytes } from 'node:crypto';
import {
  type DirectDraft,
  type DirectPlan,
  directInboxPrefix,
  recoveryPointPrefix,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  collect,
  encryptStream,
  FilesystemSignatures,
  FilesystemStorage,
} from '@safepoint/engine';
import { serveFilesystemStorage } from '@safepoint/engine/testUtils';
import type { JWTPayload } from 'jose';
import type { Knex } from 'knex';
import { ulid } from 'ulid';
import { createWorkbench } from '../../agent/testUtils/createWorkbench';
import { engine, fingerprint } from '../../agent/testUtils/FakeAgent';
import { bindingMapping } from '../../database/BindingStore';
import { createDirectServices } from '../createDirectServices';
import type { DirectDependencies } from '../DirectDependencies';
import type { RecordedJob } from '../JobHistory';

export type DirectBench = Awaited<ReturnType<typeof createDirectBench>>;

export const entityRef = 'resource:default/orders-db';
export const component = 'component:default/orders';
export const environment = 'staging';

/** Direct mode on the agent's workbench, with a storage whose signed requests are really answered. */
export async function createDirectBench(options: { knex?: Knex } = {}) {
  const bench = await createWorkbench(options);
  const served: { storage?: FilesystemStorage } = {};
  const server = await serveFilesystemStorage(() => served.storage!);
  const storage = new FilesystemStorage({
    root: bench.root,
    baseUrl: server.baseUrl,
    signatures: new FilesystemSignatures(
      Buffer.from(bench.settings.storageSecret, 'base64'),
    ),
  });
  served.storage = storage;
  const job: { found: RecordedJob | 'missing' | undefined } = {
    found: {
      pipelineId: '700',
      ref: 'main',
      commit: 'c0ffee'.padEnd(40, '0'),
      startedAt: new Date(bench.clock.now.getTime() - 60_000),
    },
  };
  const dependencies: DirectDependencies = {
    ...bench.dependencies,
    storage,
    direct: {
      enabled: true,
      validForSeconds: 4 * 86_400,
      environments: [environment],
      maxStoredBytes: 1e9,
    },
    history: { find: async () => job.found },
  };
  const instance = await dependencies.instances.ensure(entityRef, environment);
  for (const [ref, operations] of [
    [entityRef, ['backup']],
    [component, ['deploy']],
  ] as const) {
    await bench.knex(bindingMapping.table).insert(
      bindingMapping.toRow({
        id: ulid(),
        entityRef: ref,
        environment,
        operations: [...operations],
        issuer: bench.issuer.url,
        projectId: '42',
        namespaceId: '12',
        status: 'confirmed',
        origin: 'config rule',
        revision: 1,
        createdAt: bench.clock.now,
      }),
    );
  }
  return {
    ...bench,
    ...createDirectServices(dependencies),
    dependencies,
    storage,
    instance,
    job,
    async stop() {
      await server.close();
      await bench.stop();
    },
  };
}

/** Every plan in the storage, as it lies there. */
export async function readPlans(
  bench: Pick<DirectBench, 'storage'>,
): Promise<{ key: string; plan: DirectPlan }[]> {
  const plans = [];
  for await (const { key } of bench.storage.listObjects('_plans/')) {
    const bytes = await bench.storage.readObject(key);
    plans.push({ key, plan: JSON.parse(String(bytes)) });
  }
  return plans;
}

export interface LeftFind {
  id: string;
  folder: string;
  draft: DirectDraft;
}

/** Writes into the inbox what an agent writes; real encryption, real parts. */
export async function leaveFind(
  bench: DirectBench,
  options: {
    plan?: object;
    draft?: Partial<DirectDraft>;
    claims?: JWTPayload;
    payload?: (bytes: Buffer) => Buffer;
    header?: string;
    id?: string;
  } = {},
): Promise<LeftFind> {
  const [{ plan: published }] = options.plan
    ? [{ plan: options.plan }]
    : await readPlans(bench);
  const content = randomBytes(10_000);
  const recipients = bench.dependencies.encryption.recipients.map(
    ({ recipient }) => recipient,
  );
  const { header, payload } = await encryptStream(once(content), recipients);
  const bytes = await collect(payload);
  const id = options.id ?? ulid();
  const inbox = directInboxPrefix({
    issuer: bench.issuer.url,
    projectId: '42',
  });
  const folder = `${inbox}/${recoveryPointPrefix(entityRef, environment, id)}`;
  const now = new Date().toISOString();
  const draft: DirectDraft = {
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'DirectDraft',
    id,
    entityRef,
    environment,
    trigger: 'pre-deploy',
    component,
    plan: published as Record<string, unknown>,
    proof: await bench.issuer.mint({
      aud: 'http://portal.test/direct',
      ...options.claims,
    }),
    agentVersion: '0.1.0',
    content: {
      stateAt: now,
      startedAt: now,
      identity: { systemIdentifier: '7', oid: '16384' },
      engine,
      fingerprint,
      objects: [
        {
          name: 'data',
          header: options.header ?? header.toString('base64'),
          payload: {
            sizeBytes: bytes.length,
            sha256: sha256(bytes),
            parts: cut(bytes),
          },
          plaintext: {
            sizeBytes: content.length,
            format: 'pg_dump-custom',
          },
        },
      ],
      phases: { transfer: 1 },
    },
    ...options.draft,
  };
  const stored = options.payload ? options.payload(bytes) : bytes;
  await bench.storage.createObject(`${folder}/data.header`, header);
  await bench.storage.createObject(`${folder}/data.payload`, stored);
  await bench.storage.createObject(
    `${folder}/draft.json`,
    Buffer.from(JSON.stringify(draft)),
  );
  return { id, folder, draft };
}

function cut(bytes: Buffer) {
  const half = Math.floor(bytes.length / 2);
  return [bytes.subarray(0, half), bytes.subarray(half)].map((body, index) => ({
    number: index + 1,
    sizeBytes: body.length,
    md5: createHash('md5').update(body).digest('base64'),
    sha256: sha256(body),
  }));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}
