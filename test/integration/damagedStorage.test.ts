import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signDocument } from '@safepoint/engine';
import { requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

interface Damage {
  name: string;
  /** What everybody who looks at the point is told. */
  kind: string;
  /** What of it tells which file or what about it. */
  named: RegExp;
  status: 'corrupt' | 'missing';
  /** Of the drill: 3 where the portal itself finds it, before a run is opened. */
  drillCode: number;
  make(folder: string, world: RecoveryWorld): Promise<void>;
}

const damages: Damage[] = [
  {
    name: 'one flipped bit in the payload',
    kind: 'object-corrupt',
    named: /data\.payload was changed: part 1 of 1/,
    status: 'corrupt',
    drillCode: 6,
    async make(folder) {
      const file = join(folder, 'data.payload');
      const bytes = await readFile(file);
      bytes[Math.floor(bytes.length / 2)] ^= 1;
      await writeFile(file, bytes);
    },
  },
  {
    name: 'a payload that was cut off',
    kind: 'object-truncated',
    named: /payload/,
    status: 'corrupt',
    drillCode: 6,
    async make(folder) {
      const file = join(folder, 'data.payload');
      await truncate(file, (await readFile(file)).length - 100);
    },
  },
  {
    name: 'no manifest',
    kind: 'manifest-missing',
    named: /manifest\.json/,
    status: 'missing',
    drillCode: 3,
    make: folder => rm(join(folder, 'manifest.json')),
  },
  {
    name: 'the manifest of another entity',
    kind: 'manifest-misplaced',
    named: /entityRef is resource:default\/billing-db/,
    status: 'corrupt',
    drillCode: 3,
    make: (folder, world) =>
      replaceManifest(folder, world, manifest => {
        manifest.instance.entityRef = 'resource:default/billing-db';
      }),
  },
  {
    name: 'the manifest of another environment',
    kind: 'manifest-misplaced',
    named: /environment is staging/,
    status: 'corrupt',
    drillCode: 3,
    make: (folder, world) =>
      replaceManifest(folder, world, manifest => {
        manifest.instance.environment = 'staging';
      }),
  },
  {
    name: 'a manifest whose signature does not hold',
    kind: 'manifest-signature-invalid',
    named: /signature/,
    status: 'corrupt',
    drillCode: 3,
    async make(folder) {
      const file = join(folder, 'manifest.json');
      const manifest = JSON.parse(await readFile(file, 'utf8'));
      manifest.stateAt = new Date(0).toISOString();
      await writeFile(file, JSON.stringify(manifest));
    },
  },
];

/** Puts a manifest there that is signed as it should be, and is of something else. */
async function replaceManifest(
  folder: string,
  world: RecoveryWorld,
  change: (manifest: {
    instance: { entityRef: string; environment: string };
  }) => void,
) {
  const file = join(folder, 'manifest.json');
  const { signature, ...manifest } = JSON.parse(await readFile(file, 'utf8'));
  expect(signature).toBeDefined();
  change(manifest);
  const key = JSON.parse(await readFile(world.signingKey, 'utf8'));
  await writeFile(file, JSON.stringify(await signDocument(manifest, key)));
}

requireServer('postgres')('a stored recovery point with', () => {
  let world: RecoveryWorld;

  beforeAll(async () => {
    world = await RecoveryWorld.start();
  });

  afterAll(() => world?.stop());

  it.each(damages)(
    '$name is found by verify and by a drill, and is no protection',
    async damage => {
      const { id, prefix } = await world.backUp();
      const verify = () =>
        world.byHand([
          'verify',
          ...['--storage', `file://${world.storageRoot}`],
          ...['--point', prefix],
          ...['--signing-keys', world.signingKeys],
        ]);
      const drill = () => world.job(['drill', '--recovery-point', id]);
      expect(await verify()).toMatchObject({ code: 0 });
      expect(await drill()).toMatchObject({ code: 0 });
      expect((await world.recovery()).posture.verdict).not.toBe('unprotected');

      await damage.make(join(world.storageRoot, prefix), world);

      const verified = await verify();
      expect(verified.output).toContain(damage.kind);
      expect(verified.output).toMatch(damage.named);
      expect(verified.code).toBe(6);
      const drilled = await drill();
      expect(drilled.output).toContain(damage.kind);
      expect(drilled.code).toBe(damage.drillCode);
      const { posture, recoveryPoints } = await world.recovery();
      expect(posture.verdict).toBe('unprotected');
      expect(recoveryPoints[0]).toMatchObject({ id, status: damage.status });
    },
  );
});
