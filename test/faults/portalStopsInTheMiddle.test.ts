import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Moment, WatchingProxy } from '../support/portal/WatchingProxy';
import { requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';
import { eventually } from './support/eventually';

jest.setTimeout(300_000);

const leaseSeconds = 15;

const moments: [string, Moment, string][] = [
  [
    'when a part is to be sent',
    { call: /\/parts$/, count: 1, at: 'before' },
    '801',
  ],
  [
    'before the run is finished, which opens the gate',
    { call: /\/finish$/, count: 1, at: 'before' },
    '803',
  ],
];

requireServer('postgres')('a job that may not go on without the portal', () => {
  let world: RecoveryWorld;

  beforeAll(async () => {
    world = await RecoveryWorld.start(undefined, {
      lease: {
        duration: { seconds: leaseSeconds },
        heartbeatInterval: { seconds: 3 },
      },
    });
  });
  afterAll(() => world?.stop());

  const backUp = (pipeline: string, variables: Record<string, string> = {}) =>
    world.job(
      [
        'backup',
        ...['--trigger', 'pre-deploy', '--receipt-file', `${pipeline}.env`],
      ],
      { pipeline_id: pipeline },
      {
        SAFEPOINT_ON_PORTAL_UNREACHABLE: 'fail',
        SAFEPOINT_PORTAL_DEADLINE_SECONDS: '3',
        ...variables,
      },
    );

  it.each(moments)(
    'ends without a receipt where the portal stops %s',
    async (_, moment, pipeline) => {
      const proxy = await WatchingProxy.start(world.portal.url);
      const stopped = proxy.watch(moment).then(async () => {
        await world.portal.kill();
        await proxy.stop();
      });
      const ended = await backUp(pipeline, { SAFEPOINT_PORTAL_URL: proxy.url });
      await stopped;
      expect(ended).toMatchObject({ code: 7 });
      expect(ended.output).not.toContain('The gate is open');
      expect(existsSync(join(world.folder, `${pipeline}.env`))).toBe(false);
      await world.startAgain();
      // What the job half made keeps the store until its lease has run out.
      await sleep((leaseSeconds + 1) * 1_000);
      // The gate of that pipeline was never opened, whatever its deploy job shows.
      const refused = await world.confirmGate(
        'direct.01K00000000000000000000001',
        {
          pipeline_id: pipeline,
        },
      );
      expect(refused.status).toBe(403);
    },
  );

  it('may try again as soon as nobody holds the store, and nothing half made counts', async () => {
    await eventually(async () => {
      const ended = await backUp('804');
      expect(ended).toMatchObject({ code: 0 });
    }, 90);
    expect(existsSync(join(world.folder, '804.env'))).toBe(true);
    await eventually(async () => {
      const { recoveryPoints } = await world.recovery();
      const open = ['pending', 'running', 'completing'];
      expect(
        recoveryPoints.filter(({ status }) => open.includes(status)),
      ).toEqual([]);
      expect(
        recoveryPoints.filter(({ status }) => status === 'lost').length,
      ).toBeGreaterThanOrEqual(1);
    }, 90);
  });
});
