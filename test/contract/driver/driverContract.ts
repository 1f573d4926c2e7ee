import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Fingerprint } from '@safepoint/backstage-plugin-safepoint-common';
import {
  type BackupStart,
  collect,
  type DriverContext,
} from '@safepoint/engine';
import type { DriverHarness, TestStore } from './DriverHarness';

/** Neutral half of a backup's result: what is stored and what is known of it. */
interface Saved {
  start: BackupStart;
  fingerprint: Fingerprint;
  objects: { name: string; format: string; bytes: Buffer }[];
}

type Harness = Pick<DriverHarness, 'driver' | 'options'>;

export function contextFor(
  connection: string,
  more: Partial<DriverContext> = {},
): DriverContext {
  return {
    connection,
    signal: new AbortController().signal,
    report: () => {},
    ...more,
  };
}

/** Backs up into memory. */
export async function save(
  { driver, options }: Harness,
  store: Pick<TestStore, 'connection'>,
): Promise<Saved> {
  const backup = await driver.backup(contextFor(store.connection, { options }));
  const objects = await Promise.all(
    backup.streams.map(async ({ name, format, stream }) => ({
      name,
      format,
      bytes: await collect(stream),
    })),
  );
  const { fingerprint } = await backup.finished;
  return { start: backup.start, fingerprint, objects };
}

/** The object that holds most. */
export function largest({ objects }: Saved): Buffer {
  return objects.reduce((a, b) => (b.bytes.length > a.bytes.length ? b : a))
    .bytes;
}

let labels = 0;

export async function restore(
  harness: Harness,
  store: Pick<TestStore, 'restoreConnection'>,
  saved: Saved,
  options: {
    live?: boolean;
    /** In place of the object that holds most. */
    stream?: Readable;
    context?: Partial<DriverContext>;
  } = {},
) {
  const { driver } = harness;
  const context = contextFor(store.restoreConnection, {
    options: harness.options,
    ...options.context,
  });
  const label = `t${process.pid}_${++labels}`;
  const replaced = options.stream && largest(saved);
  const restored = await driver.restoreBeside(context, {
    label,
    engine: saved.start.engine,
    streams: saved.objects.map(({ name, format, bytes }) => ({
      name,
      format,
      stream: bytes === replaced ? options.stream! : Readable.from([bytes]),
    })),
    ...(options.live && { live: driver.nameOf(context) }),
  });
  return { restored, label, context };
}

/** What every driver must hold, over a real server. */
export function driverContract(name: string, harness: DriverHarness): void {
  describe(`driver contract: ${name}`, () => {
    beforeAll(() => harness.start(), 60_000);
    afterAll(() => harness.stop(), 60_000);

    const fingerprintOf = async (connection: string) =>
      (
        await harness.driver.fingerprint(
          contextFor(connection, { options: harness.options }),
        )
      ).fingerprint;

    it.each(['sample', 'empty'] as const)(
      'restores a store (%s) elsewhere with equal content and leaves nothing behind',
      async content => {
        const store = await harness.createStore(content);
        const saved = await save(harness, store);
        const { restored, context } = await restore(harness, store, saved);
        await expect(fingerprintOf(restored.connection)).resolves.toEqual(
          saved.fingerprint,
        );
        await harness.driver.discard(context, restored);
        await harness.driver.discard(context, restored); // safe to repeat
        await expect(harness.findLeftovers()).resolves.toEqual([]);
      },
    );

    it('says when the state was, between start and end of the backup', async () => {
      const store = await harness.createStore('sample');
      const before = Date.now();
      const saved = await save(harness, store);
      expect(saved.start.stateAt.getTime()).toBeGreaterThanOrEqual(before - 50);
      expect(saved.start.stateAt.getTime()).toBeLessThanOrEqual(Date.now());
    });

    it('finds equal content equal in whatever order its rows come', async () => {
      const store = await harness.createStore('sample');
      const saved = await save(harness, store);
      await harness.reorderRows(store);
      const again = await save(harness, store);
      expect(largest(again).equals(largest(saved))).toBe(false);
      expect(again.fingerprint.tables).toEqual(saved.fingerprint.tables);
      expect(again.fingerprint.schemaSha256).toBe(
        saved.fingerprint.schemaSha256,
      );
    });

    it.each(Object.keys(harness.damages))('sees %s', async damage => {
      const store = await harness.createStore('sample');
      const before = await fingerprintOf(store.connection);
      await harness.damages[damage](store);
      const after = await fingerprintOf(store.connection);
      expect(after).not.toEqual(before);
    });

    it('saves one consistent state while others write', async () => {
      const store = await harness.createStore('sample');
      const writer = await harness.startWriter(store);
      const saved = await save(harness, store);
      await writer.stop();
      const { restored, context } = await restore(harness, store, saved);
      await expect(harness.countHalfPairs(restored.connection)).resolves.toBe(
        0,
      );
      await expect(fingerprintOf(restored.connection)).resolves.toEqual(
        saved.fingerprint,
      );
      await harness.driver.discard(context, restored);
    });

    it('ends its tools when the signal aborts, and fails stream and result', async () => {
      const store = await harness.createStore('sample');
      const abort = new AbortController();
      const backup = await harness.driver.backup(
        contextFor(store.connection, {
          signal: abort.signal,
          options: harness.options,
        }),
      );
      const sink = new Writable({
        write: () => abort.abort(new Error('stopped by the test')),
      });
      await expect(pipeline(backup.streams[0].stream, sink)).rejects.toThrow();
      await expect(backup.finished).rejects.toThrow();
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });

    it('ends its tools when the reader of the stream goes away', async () => {
      const store = await harness.createStore('sample');
      const backup = await harness.driver.backup(
        contextFor(store.connection, { options: harness.options }),
      );
      backup.streams[0].stream.destroy();
      await expect(backup.finished).rejects.toThrow();
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });

    it('leaves nothing of a restore whose data ends early', async () => {
      const store = await harness.createStore('sample');
      const saved = await save(harness, store);
      const whole = largest(saved);
      const half = Readable.from([
        whole.subarray(0, Math.floor(whole.length / 2)),
      ]);
      await expect(
        restore(harness, store, saved, { stream: half }),
      ).rejects.toMatchObject({ kind: 'restore-failed' });
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });

    it('fails a restore with the error of its stream, even one after the last byte', async () => {
      const store = await harness.createStore('sample');
      const saved = await save(harness, store);
      const spoiled = new PassThrough({
        flush: callback => callback(new Error('the digest does not match')),
      });
      spoiled.end(largest(saved));
      await expect(
        restore(harness, store, saved, { stream: spoiled }),
      ).rejects.toThrow('the digest does not match');
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });

    it('leaves nothing of a restore that is aborted', async () => {
      const store = await harness.createStore('sample');
      const saved = await save(harness, store);
      const abort = new AbortController();
      const stalled = new Readable({ read: () => {} });
      stalled.push(largest(saved).subarray(0, -100));
      setTimeout(() => abort.abort(new Error('stopped by the test')), 300);
      await expect(
        restore(harness, store, saved, {
          stream: stalled,
          context: { signal: abort.signal },
        }),
      ).rejects.toThrow();
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });

    it('switches over, keeps the old store and can be undone by the same means', async () => {
      const store = await harness.createStore('sample');
      const saved = await save(harness, store);
      await Object.values(harness.damages)[0](store);
      const damaged = await fingerprintOf(store.connection);
      const { restored, label, context } = await restore(
        harness,
        store,
        saved,
        {
          live: true,
        },
      );
      const { kept } = await harness.driver.switchOver(context, restored, {
        label,
      });
      await expect(fingerprintOf(store.connection)).resolves.toEqual(
        saved.fingerprint,
      );
      expect(kept).toBeDefined();
      const back = await harness.driver.switchOver(
        context,
        { name: kept!, connection: '' },
        { label: `${label}_undo` },
      );
      await expect(fingerprintOf(store.connection)).resolves.toEqual(damaged);
      expect(back.kept).toBeDefined();
    });
  });
}
