import { type Storage, SafepointError } from '@safepoint/engine';
import { testGrounds } from '../__testUtils__/testGrounds';
import { IndexRebuilder } from '../rebuild';
import { Scrubber } from './Scrubber';
import { createScrubBench } from './testUtils/createScrubBench';

jest.setTimeout(60_000);

describe.each(testGrounds())('the scrub on $name', ground => {
  let bench: ReturnType<typeof createScrubBench>;
  afterEach(() => bench?.stop());

  const find = async (id: string) => (await bench.stores.points.find(id))!;
  const payloadOf = (id: string) => `${bench.folderOf(id)}/data.payload`;
  const drill = async () => {
    const plan = await bench.agent.open(
      { operation: 'drill', sourceEnvironment: 'staging' },
      { environment: 'drill-staging' },
    );
    await bench.services.proofs.recordSubmission(
      await bench.agent.run(plan),
      bench.agent.proof(plan.drill!.manifest as never),
    );
    await bench.agent.finish(plan);
  };
  /** Keeps the bytes, so that they can be brought back. */
  const remove = async (key: string) => {
    const bytes = (await bench.storage.readObject(key))!;
    await bench.storage.deleteObject(key);
    return () => bench.storage.createObject(key, bytes);
  };

  it('looks at every point once in a period, and changes nothing that is whole', async () => {
    bench = createScrubBench(await ground.createWorkbench());
    const points = [];
    for (let count = 0; count < 3; count += 1) {
      points.push((await bench.agent.backUp()).point);
    }
    const before = await Promise.all(points.map(({ id }) => find(id)));
    const lists = countCalls(bench.storage, 'listVersions');
    bench.scrubber = new Scrubber({
      ...bench.dependencies,
      storage: lists.storage,
    });
    await bench.scrubber.look();
    for (let day = 0; day < 7; day += 1) {
      bench.advance(86_400);
      await bench.scrubber.look();
    }
    expect(lists.calls()).toBe(3);
    expect(await Promise.all(points.map(({ id }) => find(id)))).toEqual(before);
    expect(await bench.openProblems()).toEqual([]);
  });

  it('finds a missing object, says so, and believes it again only by its bytes', async () => {
    bench = createScrubBench(await ground.createWorkbench());
    const { point } = await bench.agent.backUp();
    await drill();
    expect(await find(point.id)).toMatchObject({ level: 'L3' });
    const bringBack = await remove(payloadOf(point.id));
    await bench.passPeriod();
    const missing = await find(point.id);
    expect(missing).toMatchObject({
      status: 'missing',
      level: 'L0',
      problem: { kind: 'object-missing' },
    });
    expect(missing.verifiedAt).toBeUndefined();
    expect(await bench.openProblems()).toEqual([
      {
        code: 'recovery-points-missing',
        text: expect.stringContaining(payloadOf(point.id)),
      },
    ]);
    await bringBack();
    bench.advance(3_600);
    await bench.scrubber.look();
    expect(await find(point.id)).toMatchObject({ status: 'missing' });
    await bench.scrubber.read();
    const back = await find(point.id);
    expect(back).toMatchObject({ status: 'available', level: 'L3' });
    expect(back.problem).toBeUndefined();
    expect(await bench.openProblems()).toEqual([]);
  });

  it('leaves a record of what it found, so that a rebuild shows the same', async () => {
    bench = createScrubBench(await ground.createWorkbench());
    const { point } = await bench.agent.backUp();
    await remove(payloadOf(point.id));
    await bench.passPeriod();
    const before = await find(point.id);
    await bench.knex('recovery_points').delete();
    await bench.knex('store_instances').delete();
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    const { ticket: _, ...rest } = before;
    expect(await find(point.id)).toEqual(rest);
  });

  it('finds other bytes of the same size by reading them', async () => {
    bench = createScrubBench(await ground.createWorkbench(), { readShare: 1 });
    const { point } = await bench.agent.backUp();
    const { point: whole } = await bench.agent.backUp();
    const key = payloadOf(point.id);
    const bytes = (await bench.storage.readObject(key))!;
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] + 1) % 256;
    await bench.storage.deleteObject(key);
    await bench.storage.createObject(key, bytes);
    await bench.passPeriod();
    expect(await find(point.id)).toMatchObject({
      status: 'corrupt',
      level: 'L0',
      problem: {
        kind: 'object-changed',
        message: expect.stringContaining('SHA-256'),
      },
    });
    expect(await find(whole.id)).toMatchObject({
      status: 'available',
      level: 'L1',
    });
    // Its size is right: only another read tells that nothing has changed for the better.
    bench.advance(3_600);
    await bench.scrubber.look();
    await bench.scrubber.read();
    expect(await find(point.id)).toMatchObject({ status: 'corrupt' });
  });

  it('finds a manifest that is gone or other than the one of the database', async () => {
    bench = createScrubBench(await ground.createWorkbench());
    const gone = (await bench.agent.backUp()).point;
    const other = (await bench.agent.backUp()).point;
    await remove(`${bench.folderOf(gone.id)}/manifest.json`);
    const key = `${bench.folderOf(other.id)}/manifest.json`;
    await remove(key);
    await bench.storage.createObject(key, Buffer.from('{}'));
    await bench.passPeriod();
    expect(await find(gone.id)).toMatchObject({ status: 'missing' });
    expect(await find(other.id)).toMatchObject({ status: 'corrupt' });
  });

  it('reads the newest point of each instance once in a period, and no other', async () => {
    bench = createScrubBench(await ground.createWorkbench());
    const { point: older } = await bench.agent.backUp();
    bench.advance(60);
    const { point: newest } = await bench.agent.backUp();
    await bench.passPeriod();
    expect(await find(newest.id)).toMatchObject({ level: 'L1' });
    expect(await find(older.id)).toMatchObject({ level: 'L0' });
  });

  it('reads no more in a day than it may, and goes on the next day', async () => {
    bench = createScrubBench(await ground.createWorkbench(), {
      readShare: 1,
      readBytesPerDay: 1,
    });
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push((await bench.agent.backUp()).point.id);
    }
    const countRead = async () => {
      const points = await Promise.all(ids.map(find));
      return points.filter(({ level }) => level === 'L1').length;
    };
    await bench.scrubber.look();
    bench.advance(8 * 86_400);
    await bench.scrubber.look();
    for (const expected of [1, 2, 3]) {
      await bench.scrubber.read();
      await bench.scrubber.read();
      expect(await countRead()).toBe(expected);
      bench.advance(86_400);
    }
  });

  it('finds nothing where storage cannot be reached, and says so when it lasts', async () => {
    bench = createScrubBench(await ground.createWorkbench(), { readShare: 1 });
    const { point } = await bench.agent.backUp();
    const before = await find(point.id);
    const whole = bench.scrubber;
    bench.scrubber = new Scrubber({
      ...bench.dependencies,
      storage: unreachable(bench.storage),
    });
    await bench.passPeriod(9);
    expect(await find(point.id)).toEqual(before);
    expect(await bench.openProblems()).toEqual([
      { code: 'scrub-overdue', text: expect.stringContaining('on holiday') },
    ]);
    bench.scrubber = whole;
    bench.advance(3_600);
    await bench.scrubber.look();
    expect(await bench.openProblems()).toEqual([]);
  });

  it('is done once where two replicas do it at the same time', async () => {
    bench = createScrubBench(await ground.createWorkbench(), { readShare: 1 });
    for (let count = 0; count < 4; count += 1) await bench.agent.backUp();
    const lists = countCalls(bench.storage, 'listVersions');
    const replicas = [1, 2].map(
      () => new Scrubber({ ...bench.dependencies, storage: lists.storage }),
    );
    await replicas[0].look();
    bench.advance(8 * 86_400);
    await Promise.all(replicas.map(one => one.look()));
    expect(lists.calls()).toBe(4);
    await Promise.all(replicas.map(one => one.read()));
    expect(lists.calls()).toBe(8);
    const points = await bench.knex('recovery_points').select('level');
    expect(points).toEqual(new Array(4).fill({ level: 'L1' }));
  });

  it('leaves a point alone that a drill has changed meanwhile', async () => {
    bench = createScrubBench(await ground.createWorkbench(), { readShare: 1 });
    const { point } = await bench.agent.backUp();
    bench.scrubber = new Scrubber({
      ...bench.dependencies,
      storage: afterReading(bench.storage, payloadOf(point.id), drill),
    });
    await bench.passPeriod();
    expect(await find(point.id)).toMatchObject({ level: 'L3' });
  });
});

function countCalls(storage: Storage, name: keyof Storage) {
  let calls = 0;
  const counted = new Proxy(storage, {
    get(target, property) {
      if (property === name) calls += 1;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { storage: counted, calls: () => calls };
}

function unreachable(storage: Storage): Storage {
  return new Proxy(storage, {
    get: () => () => {
      throw new SafepointError({
        kind: 'storage-unreachable',
        message: 'The bucket is on holiday.',
        retryable: true,
      });
    },
  });
}

function afterReading(
  storage: Storage,
  key: string,
  happen: () => Promise<void>,
): Storage {
  return new Proxy(storage, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (property !== 'openObject') {
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return async (...inputs: Parameters<Storage['openObject']>) => {
        const stream = await target.openObject(...inputs);
        if (inputs[0] === key) await happen();
        return stream;
      };
    },
  });
}
