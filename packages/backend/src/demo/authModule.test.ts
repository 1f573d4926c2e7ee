import request from 'supertest';
import { decodeJwt } from 'jose';
import knexFactory, { type Knex } from 'knex';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import demoAuthModule from './authModule';
import { demoUserHeader } from './demoAuthenticator';

const dana = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'dana' },
  spec: { memberOf: ['orders-team'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/orders-team' }],
};

// Of our own, because Backstage 1.55 leaves its SQLite connections open and Jest would not end.
const databases: Knex[] = [];

function createDatabase() {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  databases.push(knex);
  return createServiceFactory({
    service: coreServices.database,
    deps: {},
    factory: () => mockServices.database({ knex }),
  });
}

async function startPortal(safepointDemo: object | undefined) {
  const { server } = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          auth: { providers: { 'safepoint-demo': {} } },
          ...(safepointDemo && { safepointDemo }),
        },
      }),
      createDatabase(),
      catalogServiceMock.factory({ entities: [dana] }),
      authPlugin,
      demoAuthModule,
    ],
  });
  return server;
}

const demo = {
  enabled: true,
  users: [
    { name: 'dana', displayName: 'Dana' },
    { name: 'sam', displayName: 'Sam' },
  ],
};

const signIn = (server: Parameters<typeof request>[0], name?: string) => {
  const call = request(server).get('/api/auth/safepoint-demo/refresh');
  return name ? call.set(demoUserHeader, name) : call;
};

describe('the demo’s sign-in', () => {
  afterAll(() => Promise.all(databases.map(knex => knex.destroy())));

  it('gives a named user a token with the groups that the catalog knows', async () => {
    const response = await signIn(await startPortal(demo), 'dana');

    expect(response.status).toBe(200);
    expect(response.body.profile).toEqual({ displayName: 'Dana' });
    expect(response.body.backstageIdentity.identity).toEqual({
      type: 'user',
      userEntityRef: 'user:default/dana',
      ownershipEntityRefs: ['user:default/dana', 'group:default/orders-team'],
    });
    expect(decodeJwt(response.body.backstageIdentity.token).sub).toBe(
      'user:default/dana',
    );
  });

  it('refuses a user that is not named, and nobody at all', async () => {
    const server = await startPortal(demo);

    expect((await signIn(server, 'mallory')).status).toBe(401);
    expect((await signIn(server)).status).toBe(401);
  });

  it('says what to do about a user that the catalog does not know yet', async () => {
    const response = await signIn(await startPortal(demo), 'sam');

    expect(response.status).toBe(404);
    expect(response.body.error.message).toMatch(
      /no user:default\/sam yet.*try again/,
    );
  });

  it.each([
    ['absent', undefined],
    ['not switched on', { users: demo.users }],
    ['switched off', { ...demo, enabled: false }],
  ])('signs nobody in where the demo is %s', async (_, config) => {
    const response = await signIn(await startPortal(config), 'dana');

    expect(response.status).toBe(404);
    expect(response.body.backstageIdentity).toBeUndefined();
  });
});
