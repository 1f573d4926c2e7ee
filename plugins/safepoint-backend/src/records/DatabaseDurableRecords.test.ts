import { SafepointError, type Storage } from '@safepoint/engine';
import {
  createWorkbench,
  type Workbench,
} from '../agent/testUtils/createWorkbench';
import { DatabaseDurableRecords } from './DatabaseDurableRecords';
import type { RecordDraft } from './DurableRecords';

const draft: RecordDraft = {
  type: 'binding',
  id: 'binding-1',
  revision: 1,
  entityRef: 'resource:default/orders-db',
  environment: 'staging',
  data: { status: 'confirmed' },
};
const key =
  'default/resource/orders-db/staging/records/binding-binding-1-000001.json';

describe('DatabaseDurableRecords', () => {
  let bench: Workbench;
  let reachable: boolean;
  let records: DatabaseDurableRecords;

  beforeEach(async () => {
    bench = await createWorkbench();
    reachable = true;
    records = new DatabaseDurableRecords({
      knex: bench.knex,
      storage: failingWhen(bench.storage, () => !reachable),
      keys: bench.signingKeys,
      logger: bench.dependencies.logger,
    });
  });
  afterEach(() => bench.stop());

  const stored = async () => {
    const bytes = await bench.storage.readObject(key);
    return bytes && JSON.parse(bytes.toString());
  };

  it('has the signed record in storage when the transaction returns', async () => {
    await records.transaction(trx => records.commit(trx, draft));
    expect(await stored()).toMatchObject({
      kind: 'Record',
      data: { status: 'confirmed' },
      signature: { protected: expect.any(String) },
    });
    expect(await records.measure()).toEqual({ waiting: 0 });
  });

  it('records nothing of a transaction that failed', async () => {
    await expect(
      records.transaction(async trx => {
        await records.commit(trx, draft);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await stored()).toBeUndefined();
    expect(await records.measure()).toEqual({ waiting: 0 });
  });

  it('keeps what storage could not take, and writes it later', async () => {
    reachable = false;
    await records.transaction(trx => records.commit(trx, draft));
    expect(await records.measure()).toMatchObject({ waiting: 1 });
    expect((await records.flush()).problems).toEqual([
      { key, message: 'gone', lostRace: false },
    ]);
    reachable = true;
    expect(await records.flush()).toEqual({ written: 1, problems: [] });
    expect(await stored()).toMatchObject({ id: 'binding-1' });
    expect(await records.measure()).toEqual({ waiting: 0 });
  });

  it('leaves to later what nobody waits for', async () => {
    await records.transaction(trx => records.commit(trx, draft), {
      write: 'later',
    });
    expect(await records.measure()).toMatchObject({ waiting: 1 });
    expect(await records.flush()).toEqual({ written: 1, problems: [] });
    expect(await stored()).toMatchObject({ id: 'binding-1' });
  });

  it('counts a record that was written and not yet forgotten as written', async () => {
    reachable = false;
    await records.transaction(trx => records.commit(trx, draft));
    reachable = true;
    const [row] = await bench.knex('record_outbox');
    await bench.storage.createObject(key, Buffer.from(row.body));
    expect(await records.flush()).toEqual({ written: 1, problems: [] });
  });

  it('is a conflict when storage holds another record of that revision', async () => {
    await bench.storage.createObject(key, Buffer.from('{}'));
    await expect(
      records.transaction(trx => records.commit(trx, draft)),
    ).rejects.toThrow(/Rebuild the index/);
  });

  it('takes no record outside of a transaction of its own', async () => {
    await expect(
      bench.knex.transaction(trx => records.commit(trx, draft)),
    ).rejects.toThrow(/outside/);
  });
});

function failingWhen(storage: Storage, fails: () => boolean): Storage {
  return new Proxy(storage, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return async (...inputs: unknown[]) => {
        if (fails()) {
          throw new SafepointError({
            kind: 'storage-unreachable',
            message: 'gone',
            retryable: true,
          });
        }
        return value.apply(target, inputs);
      };
    },
  });
}
