import { mockCredentials } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { makeS3Storage } from '../support/makeS3Storage';
import { requireServer, type S3Server, startCeph } from '../support/servers';
import { playEverything } from '../support/world/playEverything';
import { readEverything } from '../support/world/readEverything';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

const SAFEPOINT_TOKEN = mockCredentials.user
  .header('user:default/admin')
  .replace(/^Bearer /, '');

/** That the story has something of every kind, or else nothing would be compared. */
const everything = expect.arrayContaining([
  ...['available', 'failed', 'passed', 'rejected', 'awaiting-approval'],
  ...['succeeded', 'markedBad', 'lastKnownGood', 'decisions', 'kept'],
  ...['L3', 'pre-deploy', 'baseline', 'bindings'],
]);

function kindsOf(found: unknown): string[] {
  const words = JSON.stringify(found).match(/(?<=")[\w-]+(?=")/g);
  return [...new Set(words)];
}

function describeRebuild(makeStorage: () => Promise<JsonObject | undefined>) {
  let world: RecoveryWorld;

  beforeAll(async () => {
    world = await RecoveryWorld.start(
      await makeStorage(),
      {},
      { database: 'postgres' },
    );
  });

  afterAll(() => world?.stop());

  it('shows every user the same as before', async () => {
    await playEverything(world);
    const before = await readEverything(world);
    expect(kindsOf(before)).toEqual(everything);

    await world.restartWithoutDatabase();
    const { environments } = await world.ask<EntityRecoveryView>(
      'dana',
      '/entities/default/resource/orders-db/recovery',
    );
    expect(environments).toEqual([]);
    const reindexed = await world.job(['reindex'], {}, { SAFEPOINT_TOKEN });
    expect(reindexed).toMatchObject({
      code: 0,
      output: expect.stringMatching(
        /The index is rebuilt: \d+ recovery points/,
      ),
    });
    expect(reindexed.output).not.toContain('Not believed');
    expect(reindexed.output).not.toContain(SAFEPOINT_TOKEN);
    expect(await readEverything(world)).toEqual(before);

    // Once more, while everything is known: the index is not emptied for it.
    await world.job(['reindex'], {}, { SAFEPOINT_TOKEN });
    expect(await readEverything(world)).toEqual(before);
    expect(await world.job(['backup'])).toMatchObject({ code: 0 });
    const { recoveryPoints } = await world.recovery();
    // The newest was made since; the next was made before all was lost.
    const old = recoveryPoints.filter(
      ({ status }) => status === 'available',
    )[1];
    const drill = await world.job(['drill', '--recovery-point', old.id]);
    expect(drill).toMatchObject({ code: 0 });
  });
}

requireServer('postgres')('the index, lost and rebuilt from', () => {
  describe('a folder', () => {
    describeRebuild(async () => undefined);
  });

  requireServer('s3')('a bucket', () => {
    let server: S3Server | undefined;

    afterAll(() => server?.stop());

    describeRebuild(async () => {
      server = await startCeph();
      const { options } = await makeS3Storage(server);
      return { type: 's3', forcePathStyle: true, ...options };
    });
  });
});
