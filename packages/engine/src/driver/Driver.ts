import type { Readable } from 'node:stream';
import type {
  EngineFacts,
  Fingerprint,
} from '@safepoint/backstage-plugin-safepoint-common';

/** What is known of a driver without loading its code; data for the portal. @public */
export interface DriverDescriptor {
  name: string;
  title: string;
  /** What the switch-over of a restore is. The wizard says it. */
  switchKind: 'atomic' | 'journalled' | 'overwrite';
  /** One or two sentences for the person who approves. */
  switchDescription: string;
  /** How a person restores by hand, with `{name}` for objects; part of RUNBOOK.md. */
  runbook: (input: RunbookInput) => string;
}

/** @public */
export interface RunbookInput {
  objects: { name: string; format: string }[];
  engine: EngineFacts;
}

/** @public */
export interface DriverContext {
  /** Connection string of the store; a secret. Never in arguments, logs or errors. */
  connection: string;
  options?: Record<string, unknown>;
  signal: AbortSignal;
  /** Structured events for the log; values are never secret. */
  report: (event: { event: string; [key: string]: unknown }) => void;
}

/** Facts that are known when a dump starts. @public */
export interface BackupStart {
  stateAt: Date;
  identity: Record<string, string>;
  engine: EngineFacts;
  /** For `changedSince`; absent where the driver cannot tell, now or ever. Nothing secret. */
  changeMarker?: Record<string, string>;
}

/** @public */
export interface ChangeVerdict {
  /** True also when it cannot be known. */
  changed: boolean;
  /** For the log: what has changed, or why it is known that nothing has. */
  reason: string;
}

/** One stream of a backup. @public */
export interface DumpStream {
  /** Name of the stored object, `[a-z0-9-]`. */
  name: string;
  /** What the plain bytes are, e.g. `pg_dump-custom`. */
  format: string;
  stream: Readable;
}

/** @public */
export interface Backup {
  start: BackupStart;
  streams: DumpStream[];
  /**
   * Settles after all streams have ended: the fingerprint of exactly what was streamed. Rejects if the
   * tool failed; a stream that ended is no success before this settles.
   */
  finished: Promise<{ fingerprint: Fingerprint }>;
}

/** Where a restore went; the handle of what comes after. @public */
export interface RestoredStore {
  /** Name for people: the new database beside the live one. */
  name: string;
  /** Connection string of the restored store; a secret. */
  connection: string;
}

/**
 * Saves and restores one kind of data store.
 *
 * Implementers MUST
 * - never put a secret into arguments, environment shown in process lists, logs or errors;
 * - stream with back-pressure and constant memory, and touch no disk unless the descriptor says so;
 * - treat what is restored as hostile: refuse a target role that could do harm with it;
 * - check the tools and the server before the first byte and throw `SafepointError`: `tool-missing`,
 *   `tool-too-old`, `store-unreachable`, `store-denied`, `target-unfit`, `dump-failed`,
 *   `restore-failed`, `aborted`;
 * - end every child process when the signal aborts.
 *
 * @public
 */
export interface Driver {
  readonly descriptor: DriverDescriptor;
  /** Name, for people, of the store that the connection points at; no secret. */
  nameOf(context: Pick<DriverContext, 'connection'>): string;
  backup(context: DriverContext): Promise<Backup>;
  /** Restore beside whatever is live, under a name derived from `label`; never touches the live store. */
  restoreBeside(
    context: DriverContext,
    input: {
      label: string;
      engine: EngineFacts;
      streams: DumpStream[];
      /** The live store's name when the restore is to be switched over. */
      live?: string;
    },
  ): Promise<RestoredStore>;
  /** The fingerprint of a store, taken by the same scanner that a backup uses. */
  fingerprint(
    context: DriverContext,
  ): Promise<{ fingerprint: Fingerprint; engine: EngineFacts }>;
  /** Make the restored store the live one. Returns where the old one is kept, the way back. */
  switchOver(
    context: DriverContext,
    restored: RestoredStore,
    options: { label: string },
  ): Promise<{ kept?: string }>;
  /** Run the service's own assertions, read-only and with a timeout. */
  assert(
    context: DriverContext,
    assertions: { name: string; sql?: string; equals?: unknown }[],
  ): Promise<
    { name: string; passed: boolean; expected?: string; actual?: string }[]
  >;
  /**
   * Whether the store has changed since the backup that gave `marker`. Optional: a driver that cannot
   * know leaves it out. MUST never answer "unchanged" when a dump of now would hold anything else than
   * that backup does; where it is in doubt the store has changed.
   */
  changedSince?(
    context: DriverContext,
    marker: Record<string, string>,
  ): Promise<ChangeVerdict>;
  /** Remove a restored store (a drill's, or one whose restore failed). Safe to repeat. */
  discard(context: DriverContext, restored: RestoredStore): Promise<void>;
}
