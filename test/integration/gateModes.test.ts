import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

requireServer('postgres')('gates of other modes, with the real agent', () => {
  let world: RecoveryWorld;
  const receiptFile = () => join(world.folder, 'receipt.env');
  const gate = ['backup', '--trigger', 'pre-deploy', '--receipt-file'];

  beforeAll(async () => {
    world = await RecoveryWorld.start(undefined, {
      gate: {
        environments: { production: { mode: 'reuse', breakGlass: 'allowed' } },
      },
    });
  });
  afterAll(() => world?.stop());

  const readReceipt = async () => {
    const text = await readFile(receiptFile(), 'utf8');
    return Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map(line => line.split('=', 2)),
    );
  };
  const report = (outcome: string) =>
    world.job(['report', '--outcome', outcome]);

  it('takes a fresh recovery point until one is proven, then uses that again', async () => {
    const first = await world.job([...gate, receiptFile()]);
    expect(first).toMatchObject({ code: 0 });
    expect(first.output).toMatch(
      /A fresh recovery point of every store is taken: resource:default\/orders-db has no recovery point/,
    );
    expect(await readReceipt()).toMatchObject({
      SAFEPOINT_GATE_GROUND: 'fresh',
    });
    expect(await report('succeeded')).toMatchObject({ code: 0 });

    const { id } = await world.backUp();
    const drill = await world.job(['drill', '--recovery-point', id]);
    expect(drill).toMatchObject({ code: 0 });

    const next = { pipeline_id: '701' };
    const again = await world.job([...gate, receiptFile()], next);
    expect(again).toMatchObject({ code: 0 });
    expect(again.output).toMatch(
      new RegExp(`recovery point ${id}, .* proven to L3, is used again`),
    );
    expect(again.output).not.toContain('Saved');
    const { SAFEPOINT_RECEIPT, SAFEPOINT_GATE_GROUND } = await readReceipt();
    expect(SAFEPOINT_GATE_GROUND).toBe('reuse');
    const confirmed = await world.confirmGate(SAFEPOINT_RECEIPT, next);
    expect(await confirmed.text()).toContain(id);
    expect(confirmed.status).toBe(200);
    await world.job(['report', '--outcome', 'succeeded'], next);
  });

  it('lets a deployment through a broken glass while the database is down', async () => {
    const claims = { pipeline_id: '702' };
    const reason = 'The database is down; $(id) `id` is no command';
    await world.store.runAsSuperuser(
      'alter role reader nologin; select pg_terminate_backend(pid) from pg_stat_activity where usename = $$reader$$',
    );
    const shut = await world.job([...gate, receiptFile()], claims);
    expect(shut.code).toBe(4);
    const broken = await world.job(
      [...gate, receiptFile(), '--break-glass', reason],
      claims,
    );
    expect(broken).toMatchObject({ code: 0 });
    expect(broken.output).toContain(`Reason given: ${reason}`);
    const { SAFEPOINT_RECEIPT } = await readReceipt();
    const confirmed = await world.confirmGate(SAFEPOINT_RECEIPT, claims);
    expect(await confirmed.text()).toContain(
      `stands behind this deployment, without a recovery point. Reason given: ${reason}`,
    );
  });
});
