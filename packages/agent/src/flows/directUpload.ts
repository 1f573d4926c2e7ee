import type { DraftObject } from '@safepoint/backstage-plugin-safepoint-common';
import {
  SafepointError,
  uploadObject,
  type DumpStream,
} from '@safepoint/engine';
import type { DirectContext } from '../direct/DirectContext';
import { StreamTotals } from './StreamTotals';
import type { UploadShare } from './uploadStreams';

/** The bytes of one recovery point against the limit of its plan, over all its streams. */
export class StoredBytesLimit {
  readonly #exceeded = new AbortController();
  readonly #bytes = new StreamTotals();

  constructor(private readonly maxStoredBytes: number) {}

  get signal(): AbortSignal {
    return this.#exceeded.signal;
  }

  /** Of one stream so far; the sum of all. Aborts the signal when it is too much. */
  count(name: string, bytes: number): number {
    const sum = this.#bytes.set(name, bytes);
    if (sum > this.maxStoredBytes && !this.signal.aborted) {
      this.#exceeded.abort(
        new SafepointError({
          kind: 'portal-plan-refused',
          message: `The recovery point grows over ${this.maxStoredBytes} bytes, which is the most that the portal's plan allows without it (safepoint.direct.maxStoredGiB).`,
        }),
      );
    }
    return sum;
  }
}

/** Uploads one stream into the inbox and completes it; an upload that fails is taken back. */
export async function directUpload(
  context: DirectContext,
  target: {
    folder: string;
    entityRef: string;
    limit: StoredBytesLimit;
    share: UploadShare;
  },
  dump: DumpStream,
): Promise<DraftObject> {
  const { inbox, plan, progress } = context;
  const { folder, entityRef, limit } = target;
  const { signal } = context;
  const upload = await inbox.startUpload(`${folder}/${dump.name}.payload`, {
    signal,
  });
  try {
    const object = await uploadObject({
      ...dump,
      recipients: plan.recipients,
      partSizeBytes: plan.limits.partSizeBytes,
      ...target.share,
      transport: inbox.transportFor(upload),
      signal: AbortSignal.any([signal, limit.signal]),
      onProgress: ({ storedBytes }) =>
        progress.set(
          entityRef,
          'transfer',
          limit.count(dump.name, storedBytes),
        ),
    });
    const { parts } = object.payload;
    await inbox.completeUpload({ ...upload, parts, signal });
    return object;
  } catch (error) {
    // What is left, the bucket's lifecycle ends; the reason of the failure counts more.
    await inbox.abortUpload(upload).catch(() => {});
    throw error;
  }
}
