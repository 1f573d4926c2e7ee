import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { randomUUID } from 'node:crypto';
import { requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(180_000);

requireServer('postgres')('a dump that holds code', () => {
  const file = join(tmpdir(), `safepoint-hostile-${randomUUID()}`);
  let world: RecoveryWorld;

  beforeAll(async () => {
    world = await RecoveryWorld.start();
  });

  afterAll(async () => {
    rmSync(file, { force: true });
    await world?.stop();
  });

  it('is saved, fails its drill and runs nothing on the server', async () => {
    // Harmless where it is written: the table is filled before the function turns on whoever restores it.
    await world.store.run(`
      create function check_it(int) returns boolean language plpgsql as 'begin return true; end';
      create table trap (id int check (check_it(id)));
      insert into trap values (1);
      create or replace function check_it(int) returns boolean language plpgsql as
        $$ begin copy (select 1) to program 'touch ${file}'; return true; end $$;
    `);
    const { id } = await world.backUp();
    const before = await world.store.databases();

    const ended = await world.job(['drill', '--recovery-point', id]);

    expect(ended.code).toBe(6);
    expect(ended.output).toContain(`The drill of recovery point ${id}`);
    expect(ended.output).toMatch(/restore-failed|permission denied/);
    expect(existsSync(file)).toBe(false);
    // The trap is real: it works on whoever is allowed too much.
    await world.store.runAsSuperuser('insert into trap values (2)');
    expect(existsSync(file)).toBe(true);
    expect(await world.store.databases()).toEqual(before);
    const { posture } = await world.recovery();
    expect(posture.reasons.map(({ code }) => code)).toContain('drill-failed');
  });
});
