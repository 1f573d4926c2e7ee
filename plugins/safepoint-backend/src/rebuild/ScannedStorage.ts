import type { DurableRecord } from '@safepoint/backstage-plugin-safepoint-common';
import type { SignedManifest } from '../records/SignedManifest';

export interface StorageProblem {
  key: string;
  message: string;
}

/** Everything in storage that is signed by the portal and lies where it belongs. */
export interface ScannedStorage {
  manifests: SignedManifest[];
  /** The highest revision of each thing. */
  records: DurableRecord[];
  counts: { manifests: number; records: number };
  /** What is not believed, and why. */
  problems: StorageProblem[];
}
