import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedInstance } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';
import { database } from '../__testUtils__/entities';
import type { StoredInstance } from '../database/StoreInstanceStore';

jest.setTimeout(60_000);

const before = { systemIdentifier: '7', oid: '1' };
const found = { systemIdentifier: '8', oid: '1' };
const reason = 'It was moved to the new cluster.';

describe('accepting another store in the place of the known one', () => {
  let portal: Portal;
  let instance: StoredInstance;

  beforeEach(async () => {
    portal = await startPortal({
      entities: [database('orders-db', { owner: 'group:default/shop' })],
      policy: ({ permission, user }) =>
        permission !== 'safepoint.identity.accept' || user === 'sam',
    });
    instance = await seedInstance(portal, {
      identity: before,
      identityStatus: 'accepted',
    });
    await portal.services.instances.recordIdentity(instance.id, found);
  });
  afterEach(() => portal.stop());

  const accept = (user: string, body: object) =>
    portal.as(user).post(`/instances/${instance.id}/identity/accept`, body);
  const readNewestRecord = async () => {
    const folder = join(
      portal.storageRoot,
      'default/resource/orders-db/production/records',
    );
    const names = (await readdir(folder)).sort();
    return JSON.parse(await readFile(join(folder, names.at(-1)!), 'utf8'));
  };
  const read = () => portal.services.stores.instances.find(instance.id);

  it('makes it the known one, audited and as a durable record', async () => {
    expect(await read()).toMatchObject({
      identity: before,
      identityStatus: 'changed',
      changedIdentity: found,
    });
    const { status, body } = await accept('sam', { identity: found, reason });
    expect({ status, body }).toEqual({
      status: 200,
      body: { identity: found, identityStatus: 'accepted' },
    });
    const after = await read();
    expect(after).toMatchObject({
      identity: found,
      identityStatus: 'accepted',
    });
    expect(after?.changedIdentity).toBeUndefined();
    expect(await readNewestRecord()).toMatchObject({
      type: 'store-instance',
      id: instance.id,
      revision: after!.revision,
      data: { identity: found, identityStatus: 'accepted' },
    });
    expect(portal.audited()).toContainEqual({
      eventId: 'identity-accept',
      meta: expect.objectContaining({
        before,
        accepted: found,
        reason,
        by: 'user:default/sam',
      }),
    });
  });

  it('is for those who may', async () => {
    const { status, body } = await accept('dana', { identity: found, reason });
    expect(status).toBe(403);
    expect(body.error.message).toContain('safepoint.identity.accept');
    expect(await read()).toMatchObject({ identityStatus: 'changed' });
  });

  it('accepts nothing that the person has not seen, and nothing twice', async () => {
    const third = { ...found, oid: '2' };
    await portal.services.instances.recordIdentity(instance.id, third);
    expect((await accept('sam', { identity: found, reason })).status).toBe(409);
    expect((await accept('sam', { identity: third, reason })).status).toBe(200);
    expect((await accept('sam', { identity: third, reason })).status).toBe(409);
  });

  it('wants a reason, and a store that exists', async () => {
    expect((await accept('sam', { identity: found })).status).toBe(400);
    const { status } = await portal
      .as('sam')
      .post('/instances/nothing/identity/accept', { identity: found, reason });
    expect(status).toBe(404);
  });
});
