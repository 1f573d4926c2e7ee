import type { Readable } from 'node:stream';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { Storage } from '@safepoint/engine';

/** What a storage may need of the portal. @public */
export interface StorageContext {
  logger: LoggerService;
  /** External base URL of the plugin; a storage that signs requests to the portal itself builds on it. */
  pluginBaseUrl: string;
  /** A secret of 32 bytes, equal on every replica and after every restart, to sign such requests with. */
  signingSecret: Uint8Array;
}

/**
 * Takes the signed requests of a storage that has no server of its own; the portal serves them at
 * `PUT /storage/parts` and `GET /storage/objects`. Each throws a `SafepointError`: `signature-invalid`,
 * `signature-expired`, `upload-not-found`, `object-not-found`, `part-mismatch`, `storage-full`.
 *
 * @public
 */
export interface SignedRequestReceiver {
  /** @param header - value of the request header `safepoint-part` */
  receivePart(header: string, body: Readable): Promise<void>;
  /** @param header - value of the request header `safepoint-read` */
  openSignedRead(
    header: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ sizeBytes: number; stream: Readable }>;
}

/** @public */
export interface StorageConnection {
  storage: Storage;
  /** Only for a storage whose signed requests go to the portal. */
  receiver?: SignedRequestReceiver;
}

/**
 * Makes a storage from `safepoint.storage` when its `type` is this one's.
 *
 * @public
 */
export interface StorageFactory {
  readonly type: string;
  /** Every problem of the configuration at once, each naming its key; empty if there is none. */
  findProblems(config: Config): string[];
  create(config: Config, context: StorageContext): Promise<StorageConnection>;
}
