import { type Entity, RELATION_DEPENDS_ON } from '@backstage/catalog-model';
import type {
  RecoveryPointDetailView,
  RestorePreviewView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import type { RecordedPoint } from '../database/RecordedPoint';
import { component, database } from '../__testUtils__/entities';
import { seedInstance, seedPoint } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';
import { RecoverySetStore } from './RecoverySetStore';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

function dependingOn(entity: Entity, targetRef: string): Entity {
  const relation = { type: RELATION_DEPENDS_ON, targetRef };
  return { ...entity, relations: [...(entity.relations ?? []), relation] };
}

describe('recovery sets and schemas over HTTP', () => {
  let portal: Portal;
  let orders: RecordedPoint;
  let secret: RecordedPoint;
  let later: RecordedPoint;
  const setId = ulid();

  jest.setTimeout(60_000);

  beforeEach(async () => {
    portal = await startPortal({
      entities: [
        component('orders', {
          owner: 'orders-team',
          dependsOn: ['resource:default/orders-db'],
        }),
        dependingOn(
          database('orders-db', { owner: 'orders-team' }),
          'resource:default/secret-db',
        ),
        database('secret-db', { owner: 'others' }),
      ],
      policy: ({ permission, resourceRef, user }) =>
        permission.endsWith('.read') &&
        user !== 'mallory' &&
        (user === 'sam' || resourceRef !== 'resource:default/secret-db'),
    });
    const ordersDb = await seedInstance(portal);
    const secretDb = await seedInstance(portal, {
      entityRef: 'resource:default/secret-db',
    });
    const member = {
      setId,
      trigger: 'pre-deploy' as const,
      stateAt: minutesAgo(30),
    };
    orders = await seedPoint(portal, ordersDb, member);
    secret = await seedPoint(portal, secretDb, member);
    later = await seedPoint(portal, ordersDb, { stateAt: minutesAgo(5) });
    await writeManifest(orders, { schemaSha256: 'aa', tables: ['orders'] });
    await writeManifest(later, {
      schemaSha256: 'bb',
      tables: ['orders', 'prices'],
    });
    await new RecoverySetStore(portal.knex).insert({
      id: setId,
      runId: ulid(),
      entityRef: 'component:default/orders',
      environment: 'production',
      status: 'complete',
      trigger: 'pre-deploy',
      recoveryPointIds: [orders.id, secret.id],
      skewSeconds: 0.25,
      createdAt: minutesAgo(30),
      revision: 1,
    });
  });
  afterEach(() => portal.stop());

  /** As far as a comparison of schemas reads it. */
  async function writeManifest(
    point: RecordedPoint,
    schema: { schemaSha256: string; tables: string[] },
  ) {
    const manifest = {
      id: point.id,
      stateAt: point.stateAt,
      engine: { name: 'postgresql', version: '15.18' },
      objects: [],
      runbook: { key: 'RUNBOOK.md', sizeBytes: 1, sha256: '00' },
      fingerprint: {
        algorithm: 'v1',
        schemaSha256: schema.schemaSha256,
        tables: schema.tables.map(name => ({ name, rows: 1, hash: '00' })),
      },
    };
    await portal
      .knex('recovery_points')
      .where({ id: point.id })
      .update({ manifest: JSON.stringify(manifest) });
  }
  const get = (user: string, path: string) => portal.as(user).get(path);

  it('show the set that a point belongs to, and no store that the caller may not see', async () => {
    const path = `/recovery-points/${orders.id}`;
    const seen: RecoveryPointDetailView = (await get('sam', path)).body;
    expect(seen).toMatchObject({
      setId,
      set: { id: setId, status: 'complete', skewSeconds: 0.25 },
    });
    expect(seen.set?.points.map(({ entityRef }) => entityRef)).toEqual([
      'resource:default/orders-db',
      'resource:default/secret-db',
    ]);
    const less = (await get('dana', path)).body;
    expect(less.set).toMatchObject({
      hiddenPoints: 1,
      points: [{ recoveryPointId: orders.id }],
    });
    expect(JSON.stringify(less)).not.toContain('secret-db');
    // By name it would be the other way round.
    expect(seen.set?.restoreOrder?.entityRefs).toEqual([
      'resource:default/secret-db',
      'resource:default/orders-db',
    ]);
  });

  it('answer for a set by itself, and tell a stranger that there is none', async () => {
    const path = `/recovery-sets/${setId}`;
    expect((await get('dana', path)).body).toMatchObject({ id: setId });
    expect((await get('mallory', path)).status).toBe(404);
    expect((await get('sam', `/recovery-sets/${ulid()}`)).status).toBe(404);
  });

  it('say how the schema moved between two points, and up to now', async () => {
    const expected = {
      from: orders.id,
      to: later.id,
      change: 'moved',
      tablesAdded: ['prices'],
      tablesRemoved: [],
    };
    const path = `/recovery-points/${orders.id}/schema-change`;
    expect((await get('dana', path)).body).toMatchObject(expected);
    expect((await get('dana', `${path}?with=${later.id}`)).body).toMatchObject(
      expected,
    );
    expect((await get('dana', `${path}?with=${secret.id}`)).status).toBe(404);
    expect((await get('mallory', path)).status).toBe(404);
    const detail = (await get('dana', `/recovery-points/${later.id}`)).body;
    expect(detail.schemaChange).toMatchObject(expected);
  });

  it('warn before a restore of the schema that moves back and of the set that is torn apart', async () => {
    const preview: RestorePreviewView = (
      await get('dana', `/recovery-points/${orders.id}/restore-preview`)
    ).body;
    expect(preview.schemaChange).toMatchObject({ change: 'moved' });
    expect(preview.warnings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/schema has moved since .*\(prices goes\)/),
        expect.stringMatching(/one of a set of 2/),
      ]),
    );
    const whole: RestorePreviewView = (
      await get('sam', `/recovery-points/${orders.id}/restore-preview`)
    ).body;
    expect(whole.warnings).toContainEqual(
      expect.stringMatching(
        /in this order: resource:default\/secret-db, resource:default\/orders-db\.$/,
      ),
    );
    const newest: RestorePreviewView = (
      await get('dana', `/recovery-points/${later.id}/restore-preview`)
    ).body;
    expect(newest).not.toHaveProperty('schemaChange');
    expect(newest.warnings.join()).not.toMatch(/schema|set of/);
  });
});
