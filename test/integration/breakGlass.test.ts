import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(180_000);

requireServer('postgres')('safepoint restore --from-storage', () => {
  let world: RecoveryWorld;

  beforeAll(async () => {
    world = await RecoveryWorld.start();
  });

  afterAll(() => world?.stop());

  it('restores and switches with the escrow identity, without a portal', async () => {
    const saved = await world.store.read();
    const { prefix } = await world.backUp();
    await world.portal.kill();
    await expect(fetch(world.portal.url)).rejects.toThrow();
    for (const name of ['portal', 'backend.age', 'signing.jwk.json']) {
      await rm(join(world.folder, name), { recursive: true });
    }
    await world.store.run('delete from orders; drop table orders;');

    const ended = await world.byHand(
      [
        'restore',
        ...['--from-storage', `file://${world.storageRoot}`],
        ...['--point', prefix],
        ...['--signing-keys', world.signingKeys],
        ...['--identity', world.escrowIdentity],
        ...['--store-url-env', 'ORDERS_RESTORE_URL'],
        '--switch',
      ],
      world.store.variables,
    );

    expect(ended).toMatchObject({ code: 0 });
    expect(ended.output).toContain('orders is the restored store now');
    expect(await world.store.read()).toEqual(saved);
  });
});
