import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findMissingTools, findTool, requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';
import { runProgram } from '../support/world/runProgram';

jest.setTimeout(180_000);

requireServer('postgres')('the stored RUNBOOK.md', () => {
  let world: RecoveryWorld;

  beforeAll(async () => {
    world = await RecoveryWorld.start();
  });

  afterAll(() => world?.stop());

  it('restores by its own commands, with public tools only', async () => {
    expect(findMissingTools(['age', 'zstd', 'createdb', 'pg_restore'])).toEqual(
      [],
    );
    const { prefix } = await world.backUp();
    const folder = join(world.storageRoot, prefix);
    const runbook = await readFile(join(folder, 'RUNBOOK.md'), 'utf8');
    const manifest = JSON.parse(
      await readFile(join(folder, 'manifest.json'), 'utf8'),
    );
    expect(createHash('sha256').update(runbook).digest('hex')).toBe(
      manifest.runbook.sha256,
    );
    const fenced = [...runbook.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
    expect(fenced).toHaveLength(1);
    const elsewhere = join(world.folder, 'on-call');
    await mkdir(elsewhere);
    for (const name of ['data.header', 'data.payload']) {
      await copyFile(join(folder, name), join(elsewhere, name));
    }
    const { host, port } = world.store.server;

    const ended = await runProgram('sh', ['-e', '-c', fenced[0][1]], {
      cwd: elsewhere,
      env: {
        PATH: `${process.env.PATH}:${dirname(findTool('pg_restore')!)}`,
        PGHOST: host,
        PGPORT: `${port}`,
        PGUSER: 'owner',
        PGPASSWORD: 'owner',
        ESCROW_IDENTITY: world.escrowIdentity,
        TARGET_DATABASE: 'by_hand',
      },
    });

    expect(ended).toEqual({ code: 0, output: '' });
    expect(await world.store.read('by_hand')).toEqual(await world.store.read());
  });
});
