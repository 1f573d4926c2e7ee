import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import { generateSigningKey, signDocument } from '@safepoint/engine';
import { testGrounds } from '../../__testUtils__/testGrounds';
import { ProofRoom } from '../testUtils/ProofRoom';

describe.each(testGrounds())('the manifest in storage on $name', ground => {
  let room: ProofRoom;

  beforeEach(async () => {
    room = await ProofRoom.open(ground);
  });
  afterEach(() => room.leave());

  const spoil = async (change: (manifest: Manifest) => object) => {
    const key = room.keyOf('manifest.json');
    const manifest = JSON.parse((await room.read(key)).toString());
    await room.overwrite(key, JSON.stringify(await change(manifest)));
  };

  it.each<[string, string, string, () => Promise<void>]>([
    [
      'is gone',
      'missing',
      'manifest-missing',
      () => room.bench.storage.deleteObject(room.keyOf('manifest.json')),
    ],
    [
      'was changed',
      'corrupt',
      'manifest-signature-invalid',
      () =>
        spoil(manifest => ({
          ...manifest,
          stateAt: '2020-01-01T00:00:00.000Z',
        })),
    ],
    [
      'is unsigned',
      'corrupt',
      'manifest-unsigned',
      () => spoil(manifest => ({ ...manifest, signature: undefined })),
    ],
    [
      'was signed by somebody else',
      'corrupt',
      'manifest-signature-invalid',
      () =>
        spoil(async manifest =>
          signDocument(manifest, await generateSigningKey()),
        ),
    ],
    [
      'is of another point',
      'corrupt',
      'manifest-misplaced',
      async () => {
        const other = (await room.agent.backUp()).point.id;
        await room.overwrite(
          room.keyOf('manifest.json'),
          await room.read(room.keyOf('manifest.json', other)),
        );
      },
    ],
    [
      'is of another environment',
      'corrupt',
      'manifest-misplaced',
      async () => {
        const other = await room.agent.backUp({}, { environment: 'testing' });
        await room.overwrite(
          room.keyOf('manifest.json'),
          await room.read(
            room.keyOf('manifest.json', other.point.id, 'testing'),
          ),
        );
      },
    ],
  ])('that %s makes the point %s: %s', async (_, status, kind, damage) => {
    await damage();
    await expect(
      room.agent.drill({ recoveryPointId: room.pointId }),
    ).rejects.toThrow(new RegExp(`cannot be restored \\(${kind}\\)`));
    expect(await room.point()).toMatchObject({ status });
    const [drilled] = await room.bench.stores.drills.listByPoints([
      room.pointId,
    ]);
    expect(drilled).toMatchObject({ outcome: 'failed', problem: { kind } });
  });
});
