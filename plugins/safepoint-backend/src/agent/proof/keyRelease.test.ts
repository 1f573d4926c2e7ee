import { createHash } from 'node:crypto';
import type { RunPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { collect, decryptStream } from '@safepoint/engine';
import { testGrounds } from '../../__testUtils__/testGrounds';
import { ProofRoom } from '../testUtils/ProofRoom';

describe.each(testGrounds())('releasing keys on $name', ground => {
  let room: ProofRoom;

  beforeEach(async () => {
    room = await ProofRoom.open(ground);
  });
  afterEach(() => room.leave());

  const open = async (plan: RunPlan, id = room.pointId) =>
    room.bench.services.keys.open(await room.agent.run(plan), id);

  it('gives the drill what opens exactly what was stored', async () => {
    const [opened] = await open(await room.drill());
    const payload = await room.read(room.keyOf('data.payload'));
    const plain = await collect(
      await decryptStream(
        {
          header: Buffer.from(opened.header, 'base64'),
          payload: toStream(payload),
        },
        { fileKey: Buffer.from(opened.fileKey, 'base64') },
      ),
    );
    expect(plain.equals(room.agent.content)).toBe(true);
    expect(opened.payload).toMatchObject({
      url: expect.stringMatching(/^http/),
      sizeBytes: payload.length,
      sha256: createHash('sha256').update(payload).digest('hex'),
    });
    expect(room.bench.audits).toContainEqual(
      expect.objectContaining({ eventId: 'key-release' }),
    );
  });

  it('refuses a backup', async () => {
    await expect(open(await room.agent.open())).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  it('refuses another point than the one that is drilled', async () => {
    const other = (await room.agent.backUp()).point.id;
    const plan = await room.agent.drill({ recoveryPointId: room.pointId });
    await expect(open(plan, other)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  it('refuses when the lease is lost', async () => {
    const plan = await room.drill();
    room.bench.advance(301);
    await room.agent.open();
    await expect(open(plan)).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('refuses a stanza that belongs to another point', async () => {
    const plan = await room.drill();
    await room.bench
      .knex('header_stanzas')
      .update({ recovery_point_id: '01JD0000000000000000000000' });
    await expect(open(plan)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  const openProduction = async (claims: object) => {
    const production = { environment: 'production', ...claims };
    const saved = await room.agent.backUp({}, production);
    const plan = await room.agent.drill(
      { sourceEnvironment: 'production' },
      { ...claims },
    );
    return open(plan, saved.point.id);
  };

  it('of production, for a job with a protected environment on a protected ref', async () => {
    await expect(
      openProduction({ environment_protected: 'true' }),
    ).resolves.toHaveLength(1);
  });

  it('of production, never for a job whose environment is not known to be protected', async () => {
    await expect(
      openProduction({ environment_protected: undefined }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });

  it('of production, for the request of a person', async () => {
    const saved = await room.agent.backUp(
      {},
      { environment: 'production', environment_protected: undefined },
    );
    const request = await room.desk.put({
      kind: 'drill',
      instanceId: saved.point.instanceId,
    });
    const plan = await room.desk.open(request);
    await expect(open(plan, saved.point.id)).resolves.toHaveLength(1);
  });

  it('finds a flipped byte in the header, and the point is corrupt', async () => {
    const plan = await room.drill();
    const bytes = await room.read(room.keyOf('data.header'));
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    await room.overwrite(room.keyOf('data.header'), bytes);
    await expect(open(plan)).rejects.toThrow(/header-corrupt.*data\.header/);
    expect(await room.point()).toMatchObject({
      status: 'corrupt',
      level: 'L0',
    });
  });

  it('finds that the header is gone, and the point is missing', async () => {
    const plan = await room.drill();
    await room.bench.storage.deleteObject(room.keyOf('data.header'));
    await expect(open(plan)).rejects.toThrow(/object-missing/);
    expect(await room.point()).toMatchObject({ status: 'missing' });
  });
});

async function* toStream(bytes: Uint8Array) {
  yield bytes;
}
