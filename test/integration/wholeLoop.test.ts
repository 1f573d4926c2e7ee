import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { RequestView } from '@safepoint/backstage-plugin-safepoint-common';
import { makeS3Storage } from '../support/makeS3Storage';
import { requireServer, type S3Server, startCeph } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

function describeLoop(makeStorage: () => Promise<JsonObject | undefined>) {
  let world: RecoveryWorld;

  beforeAll(async () => {
    world = await RecoveryWorld.start(await makeStorage());
  });

  afterAll(() => world?.stop());

  it('goes from the gate to the restored database', async () => {
    const saved = await world.store.read();
    const receiptFile = join(world.folder, 'receipt.env');
    const gated = await world.job([
      'backup',
      ...['--trigger', 'pre-deploy', '--receipt-file', receiptFile],
    ]);
    expect(gated).toMatchObject({ code: 0 });
    const receipt = /^SAFEPOINT_RECEIPT=(.+)$/m.exec(
      await readFile(receiptFile, 'utf8'),
    );
    const refused = await world.confirmGate('no-such-receipt');
    expect(refused.status).toBe(403);
    const confirmed = await world.confirmGate(receipt?.[1] ?? '');
    expect(confirmed.status).toBe(200);
    const preDeploy = (await world.recovery()).recoveryPoints[0];

    await world.store.run(
      `alter table orders drop column total; delete from customers where id > 2000 and id not in (select customer from orders); update customers set note = 'ruined'`,
    );
    expect(await world.store.read()).not.toEqual(saved);
    const baseline = await world.job(['backup', '--trigger', 'baseline']);
    expect(baseline).toMatchObject({ code: 0 });

    const drill = await world.job(['drill', '--recovery-point', preDeploy.id]);
    expect(drill).toMatchObject({ code: 0 });
    const { instance, posture } = await world.recovery();
    expect(posture).toMatchObject({
      verifiedLevel: 'L3',
      verifiedRecoveryPointId: preDeploy.id,
    });

    const request = await world.ask<RequestView>('dana', '/requests', {
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId: preDeploy.id,
      reason: 'The deployment ruined the notes.',
    });
    expect(request).toMatchObject({ status: 'awaiting-approval' });
    const decisions = `/requests/${request.id}/decisions`;
    await expect(
      world.ask('dana', decisions, { decision: 'approve' }),
    ).rejects.toThrow(/403/);
    const approved = await world.ask<RequestView>('sam', decisions, {
      decision: 'approve',
    });
    expect(approved).toMatchObject({ status: 'triggered' });

    const restored = await world.operation(approved);
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.output).toContain('is the restored store');
    expect(await world.store.read()).toEqual(saved);
    const ended = await world.ask<RequestView>(
      'dana',
      `/requests/${request.id}`,
    );
    expect(ended).toMatchObject({ status: 'succeeded' });
    // What was live before is kept, for whoever finds that the restore was the mistake.
    expect(await world.store.databases()).toContain(ended.kept);
    expect(await world.store.read(ended.kept)).not.toEqual(saved);
  });
}

requireServer('postgres')('the whole loop in a folder', () => {
  describeLoop(async () => undefined);
});

requireServer('s3')('the whole loop in a bucket', () => {
  let server: S3Server | undefined;

  afterAll(() => server?.stop());

  describeLoop(async () => {
    server = await startCeph();
    const { options } = await makeS3Storage(server);
    return { type: 's3', forcePathStyle: true, ...options };
  });
});
