import type {
  BackupPlan,
  DraftObject,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { uploadObject, type DumpStream } from '@safepoint/engine';
import type { ResolvedStore } from '../config/resolveConnections';
import { toProblem } from '../errors/toProblem';
import type { RunContext } from '../run/withRun';
import { findDriver } from './findDriver';
import { Stopwatch } from './Stopwatch';
import { StreamTotals } from './StreamTotals';
import { type UploadShare, uploadStreams } from './uploadStreams';

/** A recovery point that was made. */
export interface SavedStore {
  entityRef: string;
  point: RecoveryPointView;
  seconds: number;
  /** It was not made but promoted, since nothing had changed; how that is known. */
  unchangedBecause?: string;
}

async function upload(
  context: RunContext,
  plan: BackupPlan,
  dump: DumpStream,
  shared: { share: UploadShare; stored: StreamTotals },
): Promise<DraftObject> {
  const { client, signal, progress } = context;
  return await uploadObject({
    ...dump,
    recipients: plan.recipients,
    partSizeBytes: plan.partSizeBytes,
    ...shared.share,
    transport: {
      signParts: parts =>
        client.signParts(plan.recoveryPointId, dump.name, parts),
    },
    signal,
    onProgress: ({ storedBytes }) =>
      progress.set(
        plan.entityRef,
        'transfer',
        shared.stored.set(dump.name, storedBytes),
      ),
  });
}

async function makePoint(
  context: RunContext,
  plan: BackupPlan,
  store: ResolvedStore,
): Promise<RecoveryPointView> {
  const { client, signal, reporter, progress } = context;
  const startedAt = new Date();
  const watch = new Stopwatch();
  watch.start('prepare');
  const driver = findDriver(plan.entityRef, plan.driver, store.config.driver);
  progress.set(plan.entityRef, 'prepare');
  const backup = await driver.backup({
    connection: store.connection,
    options: store.config.options,
    signal,
    report: event => reporter.report({ entityRef: plan.entityRef, ...event }),
  });
  watch.start('transfer');
  const stored = new StreamTotals();
  const objects = await uploadStreams(
    backup,
    plan.maxPartsInFlight,
    (dump, share) => upload(context, plan, dump, { share, stored }),
  );
  const { fingerprint } = await backup.finished;
  watch.stop();
  const bytes = objects.reduce(
    (sum, { payload }) => sum + payload.sizeBytes,
    0,
  );
  reporter.report({
    event: 'backup-uploaded',
    entityRef: plan.entityRef,
    bytes,
  });
  progress.set(plan.entityRef, 'complete', bytes);
  return await client.complete(plan.recoveryPointId, {
    leaseTicket: plan.leaseTicket,
    stateAt: backup.start.stateAt.toISOString(),
    startedAt: startedAt.toISOString(),
    identity: backup.start.identity,
    engine: backup.start.engine,
    fingerprint,
    objects,
    phases: watch.phases(),
    ...(backup.start.changeMarker && {
      changeMarker: backup.start.changeMarker,
    }),
  });
}

/** Makes one recovery point. On any error the portal is told that it will not come to be. */
export async function backupStore(
  context: RunContext,
  plan: BackupPlan,
  store: ResolvedStore,
): Promise<SavedStore> {
  const { client, reporter } = context;
  const { entityRef, recoveryPointId } = plan;
  const since = performance.now();
  reporter.report({ event: 'backup-started', entityRef, recoveryPointId });
  try {
    const point = await makePoint(context, plan, store);
    const seconds = (performance.now() - since) / 1000;
    reporter.report({
      event: 'backup-completed',
      entityRef,
      recoveryPointId,
      seconds,
      storedBytes: point.storedBytes,
      rows: point.rows,
      tables: point.tables,
    });
    return { entityRef, point, seconds };
  } catch (error) {
    const reason = context.signal.aborted ? context.signal.reason : error;
    const problem = toProblem(reason);
    reporter.report({
      event: 'backup-failed',
      entityRef,
      recoveryPointId,
      problem,
    });
    await client.failPoint(recoveryPointId, problem).catch(failure =>
      reporter.report({
        event: 'fail-not-recorded',
        recoveryPointId,
        reason: toProblem(failure).message,
      }),
    );
    throw reason;
  }
}
