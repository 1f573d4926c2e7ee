import type { Entity } from '@backstage/catalog-model';
import type { BindingView } from '@safepoint/backstage-plugin-safepoint-common';
import { component, database, ordersEntities } from '../__testUtils__/entities';
import { type Portal, startPortal } from '../__testUtils__/startPortal';
import type { EntitlementSource } from './EntitlementSource';

type Claim = Parameters<EntitlementSource['findBinding']>[0];

/** What mallory's team registers: everything that the writer of an entity can write. */
const mallory: Entity[] = [
  component('mallory-depends', {
    owner: 'mallory-team',
    projectId: '66',
    dependsOn: ['resource:default/orders-db', 'resource:default/shared-db'],
  }),
  component('mallory-poses', {
    owner: 'orders-team',
    projectId: '66',
    dependsOn: ['resource:default/shared-db'],
  }),
];

const sharedDb = database('shared-db', {
  owner: 'orders-team',
  dependents: [
    'component:default/orders',
    'component:default/mallory-depends',
    'component:default/mallory-poses',
  ],
});

describe('bindings', () => {
  let portal: Portal;
  let entitlements: EntitlementSource;

  beforeEach(async () => {
    portal = await startPortal({
      entities: [...ordersEntities(), sharedDb, ...mallory],
      policy: ({ permission, user }) =>
        user !== 'eve' &&
        (permission !== 'safepoint.binding.manage' || user === 'sam'),
    });
    entitlements = portal.services.bindings;
    portal.gitlab.projects.set('5', { id: 5, path: 'shop/orders' });
    portal.gitlab.projects.set('66', { id: 66, path: 'mallory/app' });
  });

  afterEach(() => portal.stop());

  const find = (claim: Partial<Claim> = {}) =>
    entitlements.findBinding({
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      issuer: portal.gitlab.url,
      projectId: '5',
      namespaceId: '12',
      operation: 'backup',
      ...claim,
    });

  const listProposals = async (
    path = '/entities/default/resource/shared-db/recovery',
  ): Promise<BindingView[]> => {
    const { body } = await portal.as('sam').get(path);
    return body.environments.flatMap(
      (environment: { instances: { bindings: BindingView[] }[] }) =>
        environment.instances.flatMap(({ bindings }) => bindings),
    );
  };

  it('entitles the project that the store itself names, where a rule on its namespace says so', async () => {
    expect(await find()).toMatchObject({
      status: 'confirmed',
      origin: 'config rule',
      operations: ['backup', 'drill'],
    });
    expect(
      await find({
        entityRef: 'component:default/orders',
        operation: 'deploy',
      }),
    ).toBeDefined();
    expect(portal.audited().map(({ eventId }) => eventId)).toEqual([
      'binding-propose',
      'binding-propose',
    ]);
  });

  it.each<[string, Partial<Claim>]>([
    ['of a namespace without a rule', { namespaceId: '13' }],
    ['that the entity does not name', { projectId: '6' }],
    ['of another GitLab', { issuer: 'https://gitlab.example.com' }],
    ['for what stores are not for', { operation: 'deploy' }],
    ['for restores, which only requests bring', { operation: 'restore' }],
    ['for an entity that is not there', { entityRef: 'resource:default/x' }],
  ])('does not entitle a project %s', async (_, claim) => {
    expect(await find(claim)).toBeUndefined();
  });

  it('gives nothing for dependsOn: the store of another team stays closed', async () => {
    for (const entityRef of [
      'resource:default/orders-db',
      'resource:default/shared-db',
    ]) {
      expect(
        await find({ entityRef, projectId: '66', namespaceId: '12' }),
      ).toBeUndefined();
    }
    const proposals = await listProposals(
      '/entities/default/resource/orders-db/recovery',
    );
    expect(proposals.filter(({ projectId }) => projectId === '66')).toEqual([]);
  });

  it('gives nothing to an entity that poses as one of the owner’s, though a rule covers its namespace', async () => {
    // The owner that an entity names is written by whoever writes the entity.
    expect(
      await find({
        entityRef: 'resource:default/shared-db',
        projectId: '66',
        namespaceId: '12',
      }),
    ).toBeUndefined();
    expect(await listProposals()).toMatchObject([
      { projectId: '66', status: 'proposed' },
    ]);
  });

  it('lets a person with the permission confirm what was proposed, and revoke it', async () => {
    const claim = { entityRef: 'resource:default/shared-db' };
    expect(await find(claim)).toBeUndefined();
    const [proposal] = await listProposals();
    expect(proposal).toMatchObject({ projectId: '5', status: 'proposed' });
    const path = `/bindings/${proposal.id}`;
    expect((await portal.as('eve').post(`${path}/confirm`)).status).toBe(404);
    expect((await portal.as('dana').post(`${path}/confirm`)).status).toBe(403);
    expect(await find(claim)).toBeUndefined();
    const confirmed = await portal.as('sam').post(`${path}/confirm`);
    expect(confirmed.body).toMatchObject({
      status: 'confirmed',
      origin: 'user:default/sam',
    });
    expect(await find(claim)).toBeDefined();
    expect((await portal.as('dana').post(`${path}/revoke`)).status).toBe(403);
    await portal.as('sam').post(`${path}/revoke`);
    expect(await find(claim)).toBeUndefined();
    expect(portal.audited().map(({ eventId }) => eventId)).toEqual([
      'binding-propose',
      'binding-confirm',
      'binding-revoke',
    ]);
  });

  it('takes back what a rule gave as soon as the project leaves the namespace', async () => {
    expect(await find()).toBeDefined();
    expect(await find({ namespaceId: '13' })).toBeUndefined();
  });

  it('does not trust a path that led to another project before', async () => {
    const slugged = component('slugged', { owner: 'orders-team' });
    slugged.metadata.annotations = {
      'gitlab.com/project-slug': 'shop/slugged',
    };
    await portal.stop();
    portal = await startPortal({ entities: [slugged] });
    entitlements = portal.services.bindings;
    const claim = {
      entityRef: 'component:default/slugged',
      operation: 'deploy' as const,
    };
    portal.gitlab.projects.set('8', { id: 8, path: 'shop/slugged' });
    expect(await find({ ...claim, projectId: '8' })).toBeDefined();
    portal.gitlab.projects.set('8', { id: 9, path: 'shop/slugged' });
    expect(await find({ ...claim, projectId: '9' })).toBeUndefined();
  });

  it('finds the components of a project by annotation', async () => {
    const claim = {
      environment: 'production',
      issuer: portal.gitlab.url,
      projectId: '5',
      namespaceId: '12',
    };
    expect(await entitlements.findComponents(claim)).toEqual([
      'component:default/orders',
    ]);
    expect(await entitlements.findStores('component:default/orders')).toEqual([
      'resource:default/orders-db',
    ]);
    expect(
      await entitlements.findDependents('resource:default/orders-db'),
    ).toEqual(['component:default/orders']);
  });
});
