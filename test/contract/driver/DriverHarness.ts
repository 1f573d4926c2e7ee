import type { Driver } from '@safepoint/engine';

/** A store that the suite may fill and spoil. */
export interface TestStore {
  /** With the role that backs up. */
  connection: string;
  /** With the role that restores and switches. */
  restoreConnection: string;
}

/** What a driver's author gives to the contract suite, over a real server. */
export interface DriverHarness {
  driver: Driver;
  /** The driver's own, for all that the suite does. */
  options?: Record<string, unknown>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A store of its own for each test: with some thousand rows in several tables, or empty. */
  createStore(content: 'sample' | 'empty'): Promise<TestStore>;
  /** Where the sample's rows come in another order, with equal content. */
  reorderRows(store: TestStore): Promise<void>;
  /** One way each in which content can differ. */
  damages: Record<string, (store: TestStore) => Promise<void>>;
  /** Writes pairs of rows, both or none, until it is told to stop. */
  startWriter(store: TestStore): Promise<{ stop(): Promise<void> }>;
  /** Rows that are half of a pair. */
  countHalfPairs(connection: string): Promise<number>;
  /** Processes and restored stores that are still there and should not be. */
  findLeftovers(): Promise<string[]>;
}
