import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuditorService,
  type BackendFeature,
  coreServices,
  createServiceFactory,
  type HttpAuthService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type AuthorizePermissionRequest,
} from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import {
  generateIdentity,
  generateSigningKey,
  recipientOf,
} from '@safepoint/engine';
import knexFactory, { type Knex } from 'knex';
import request from 'supertest';
import { readSafepointConfig } from '../config';
import { createPortalServices } from '../createPortalServices';
import { Extensions } from '../Extensions';
import { deriveRequestSecret, loadSigningKeys } from '../keys/loadKeys';
import { safepointPlugin } from '../plugin';
import { DatabaseDurableRecords } from '../records';
import { openStorage } from '../storage/openStorage';
import { FakeGitLab } from './FakeGitLab';

/** Who may do what; stands for the permission framework where a test is not about it. */
export type Policy = (question: {
  permission: string;
  resourceRef?: string;
  user: string;
}) => boolean;

export interface Portal {
  knex: Knex;
  /** What the agent's half asks of the plugin, on the same database and storage. */
  services: ReturnType<typeof createPortalServices>;
  gitlab: FakeGitLab;
  storageRoot: string;
  /** Of the plugin. */
  url: string;
  /** Requests as this user. */
  as(user: string): {
    get(path: string): request.Test;
    post(path: string, body?: object): request.Test;
  };
  /** Requests without Backstage credentials. */
  anybody: ReturnType<typeof request>;
  /** Everything that was audited, in order. */
  audited: () => { eventId: string; meta?: JsonObject }[];
  /** Changes the catalog's mind from now on. */
  setPolicy(policy: Policy): void;
  stop(): Promise<void>;
}

/** A real token between plugins names the plugin that acts for the user; those of a test backend do not. */
const httpAuthWithActors = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory: ({ plugin }): HttpAuthService => {
    const httpAuth = mockServices.httpAuth({ pluginId: plugin.getId() });
    return {
      issueUserCookie: httpAuth.issueUserCookie.bind(httpAuth),
      credentials: async (incoming, options) => {
        const credentials = await httpAuth.credentials(incoming, options);
        const { principal } = credentials as { principal: unknown };
        const { userEntityRef } = principal as { userEntityRef?: string };
        const betweenPlugins =
          incoming.headers.authorization?.includes('mock-service-token');
        return userEntityRef && betweenPlugins
          ? // The same principal with one property more.
            (mockCredentials.user(userEntityRef, {
              actor: { subject: 'plugin:permission' },
            }) as typeof credentials)
          : credentials;
      },
    };
  },
});

/** A whole backend with the real plugin, on SQLite in memory and a folder, with a GitLab that can fail. */
export async function startPortal(options: {
  entities?: Entity[];
  policy?: Policy;
  config?: JsonObject;
  /** Of `backend` in app-config, beside its address. */
  backend?: JsonObject;
  features?: BackendFeature[];
  /** Default: SQLite in memory. */
  knex?: Knex;
  /** Leave permissions to the framework that `features` bring along. */
  realPermissions?: boolean;
}): Promise<Portal> {
  const gitlab = await FakeGitLab.start();
  const folder = await mkdtemp(join(tmpdir(), 'safepoint-portal-'));
  const entities = options.entities ?? [];
  const data = {
    backend: { baseUrl: 'http://portal.test', ...options.backend },
    app: { baseUrl: 'http://portal.test' },
    permission: { enabled: true },
    safepoint: {
      ...(await testConfig(gitlab, folder)),
      ...options.config,
    },
  };
  let policy: Policy = options.policy ?? (() => true);
  const auditor = mockServices.auditor.mock();
  const audited: { eventId: string; meta?: JsonObject }[] = [];
  auditor.createEvent.mockImplementation(async event => {
    audited.push({ eventId: event.eventId, meta: event.meta });
    return { success: async () => {}, fail: async () => {} };
  });
  const knex = options.knex ?? createSqlite();
  const backend = await startTestBackend({
    features: [
      safepointPlugin,
      mockServices.rootConfig.factory({ data }),
      catalogServiceMock.factory({ entities }),
      createServiceFactory({
        service: coreServices.auditor,
        deps: {},
        factory: () => auditor,
      }),
      mockServices.database.factory({ knex }),
      ...(options.realPermissions
        ? [mockServices.permissions.factory(), httpAuthWithActors]
        : [fakePermissions(question => policy(question))]),
      ...(options.features ?? []),
    ],
  });
  const base = '/api/safepoint';
  return {
    services: await openServices(data, { knex, entities, auditor }),
    gitlab,
    storageRoot: join(folder, 'storage'),
    knex,
    url: `http://127.0.0.1:${backend.server.port()}${base}`,
    as: user => {
      const header = mockCredentials.user.header(`user:default/${user}`);
      return {
        get: path =>
          request(backend.server)
            .get(base + path)
            .set('authorization', header),
        post: (path, body = {}) =>
          request(backend.server)
            .post(base + path)
            .set('authorization', header)
            .send(body),
      };
    },
    anybody: request(backend.server),
    audited: () => audited,
    setPolicy: changed => {
      policy = changed;
    },
    async stop() {
      await backend.stop();
      await knex.destroy();
      await gitlab.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openServices(
  data: JsonObject,
  shared: { knex: Knex; entities: Entity[]; auditor: AuditorService },
) {
  const { storages, drivers } = new Extensions();
  const config = readSafepointConfig(
    mockServices.rootConfig({ data }),
    storages,
  );
  const logger = mockServices.logger.mock();
  const keys = await loadSigningKeys(config.signing);
  const { storage } = await openStorage(storages, config.storage, {
    logger,
    pluginBaseUrl: 'http://portal.test/api/safepoint',
    signingSecret: deriveRequestSecret(keys.current),
  });
  const { knex } = shared;
  return createPortalServices({
    ...shared,
    config,
    storage,
    drivers,
    logger,
    records: new DatabaseDurableRecords({ knex, storage, keys, logger }),
    catalog: catalogServiceMock({ entities: shared.entities }),
    auth: mockServices.auth(),
    permissions: mockServices.permissions({ result: AuthorizeResult.ALLOW }),
    notifications: { send: async () => {} },
  });
}

/** One connection, since each has a memory of its own. */
function createSqlite(): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
}

async function testConfig(gitlab: FakeGitLab, folder: string) {
  const privateKeyFile = join(folder, 'signing.jwk.json');
  await writeFile(privateKeyFile, JSON.stringify(await generateSigningKey()));
  const backendIdentityFile = join(folder, 'backend.age');
  await writeFile(backendIdentityFile, `${await generateIdentity()}\n`);
  return {
    storage: { type: 'filesystem', root: join(folder, 'storage') },
    signing: { privateKeyFile },
    encryption: {
      backendIdentityFile,
      escrowRecipients: [await recipientOf(await generateIdentity())],
    },
    gitlab: {
      issuers: [
        {
          url: gitlab.url,
          token: 'bot-token',
          recoveryProject: { id: '77' },
        },
      ],
      bindings: {
        rules: [
          {
            namespaceId: '12',
            environments: ['*'],
            operations: ['backup', 'drill', 'deploy'],
          },
        ],
      },
    },
  };
}

function fakePermissions(policy: Policy) {
  return createServiceFactory({
    service: coreServices.permissions,
    deps: {},
    factory: () => ({
      authorize: async (questions, { credentials }) =>
        questions.map((question: AuthorizePermissionRequest) => ({
          result: policy({
            permission: question.permission.name,
            resourceRef:
              'resourceRef' in question
                ? (question.resourceRef as string | undefined)
                : undefined,
            user: userOf(credentials.principal),
          })
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
        })),
      authorizeConditional: async () => {
        throw new Error('The plugin asks definitive questions only.');
      },
    }),
  });
}

function userOf(principal: unknown): string {
  const { userEntityRef } = principal as { userEntityRef?: string };
  return userEntityRef?.replace('user:default/', '') ?? 'service';
}
