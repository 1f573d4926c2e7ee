import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findMissingTools, findTool, requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';
import { runProgram } from '../support/world/runProgram';

jest.setTimeout(180_000);

requireServer('postgres')('what is stored', () => {
  describe.each([
    ['one stream', 1, ['data']],
    ['sections', 2, ['data-1', 'data-2', 'post-data', 'pre-data']],
  ])('a recovery point of %s', (_, streams, objects) => {
    let world: RecoveryWorld;

    beforeAll(async () => {
      world = await RecoveryWorld.start(undefined, undefined, {
        driverOptions: { streams },
      });
    });

    afterAll(() => world?.stop());

    it('is proven by a drill to have equal content', async () => {
      const { id } = await world.backUp();
      const drill = await world.job(['drill', '--recovery-point', id]);
      expect(drill).toMatchObject({ code: 0 });
      expect((await world.recovery()).posture.verifiedLevel).toBe('L3');
    });

    it('restores by the commands of its RUNBOOK.md, with public tools only', async () => {
      expect(
        findMissingTools(['age', 'zstd', 'createdb', 'pg_restore']),
      ).toEqual([]);
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
      const files = objects.flatMap(name => [
        `${name}.header`,
        `${name}.payload`,
      ]);
      expect(await readdir(folder)).toEqual(expect.arrayContaining(files));
      for (const name of files) {
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
      expect(await world.store.read('by_hand')).toEqual(
        await world.store.read(),
      );
    });
  });
});
