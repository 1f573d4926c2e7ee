import type { Config } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
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
 * Makes a storage from `safepoint.storage` when its `type` is this one's.
 *
 * @public
 */
export interface StorageFactory {
  readonly type: string;
  /** Every problem of the configuration at once, each naming its key; empty if there is none. */
  findProblems(config: Config): string[];
  create(config: Config, context: StorageContext): Promise<Storage>;
}
