import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Fingerprint } from '@safepoint/backstage-plugin-safepoint-common';
import type { BackupStart, DriverContext } from '@safepoint/engine';
import type { DriverHarness, TestStore } from './DriverHarness';

/** Neutral half of a backup's result: what is stored and what is known of it. */
interface Saved {
  start: BackupStart;
  fingerprint: Fingerprint;
  format: string;
  bytes: Buffer;
}

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
  harness: Pick<DriverHarness, 'driver'>,
  store: Pick<TestStore, 'connection'>,
): Promise<Saved> {
  const backup = await harness.driver.backup(contextFor(store.connection));
  const pieces: Buffer[] = [];
  const [{ stream, format }] = backup.streams;
  for await (const piece of stream) pieces.push(piece);
  const { fingerprint } = await backup.finished;
  return {
    start: backup.start,
    fingerprint,
    format,
    bytes: Buffer.concat(pieces),
  };
}

let labels = 0;

export async function restore(
  harness: Pick<DriverHarness, 'driver'>,
  store: Pick<TestStore, 'restoreConnection'>,
  saved: Saved,
  options: {
    live?: boolean;
    stream?: Readable;
    context?: Partial<DriverContext>;
  } = {},
) {
  const { driver } = harness;
  const context = contextFor(store.restoreConnection, options.context);
  const label = `t${process.pid}_${++labels}`;
  const stream = options.stream ?? Readable.from([saved.bytes]);
  const restored = await driver.restoreBeside(context, {
    label,
    engine: saved.start.engine,
    streams: [{ name: 'data', format: saved.format, stream }],
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
      (await harness.driver.fingerprint(contextFor(connection))).fingerprint;

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
      expect(again.bytes.equals(saved.bytes)).toBe(false);
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
        contextFor(store.connection, { signal: abort.signal }),
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
      const backup = await harness.driver.backup(contextFor(store.connection));
      backup.streams[0].stream.destroy();
      await expect(backup.finished).rejects.toThrow();
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });

    it('leaves nothing of a restore whose data ends early', async () => {
      const store = await harness.createStore('sample');
      const saved = await save(harness, store);
      const half = Readable.from([
        saved.bytes.subarray(0, Math.floor(saved.bytes.length / 2)),
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
      spoiled.end(saved.bytes);
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
      stalled.push(saved.bytes.subarray(0, -100));
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
