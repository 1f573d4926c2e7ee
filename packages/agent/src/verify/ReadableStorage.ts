import type { Storage } from '@safepoint/engine';

/** As much of a storage as reading a recovery point takes. */
export type ReadableStorage = Pick<
  Storage,
  'locationOf' | 'readObject' | 'statObject' | 'openObject'
>;
