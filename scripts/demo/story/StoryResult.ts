/** What `npm run demo -- --once --json FILE` writes. */
export interface StoryResult {
  /** Whether every step held. */
  held: boolean;
  portalUrl: string;
  gitlabUrl?: string;
  steps: StepResult[];
  recoveryPoints: RecoveryPointResult[];
  /** The escrow identity, with which a person restores without the portal. */
  escrowIdentityFile?: string;
  restoredDatabase?: {
    /** A secret. Good as long as the demo runs. */
    connection: string;
    /** Of its server, for a look at it after the demo has ended. */
    dataFolder: string;
    recoveryPointId: string;
    /** What was found in it after the restore: rows, and the MD5 of all rows in order. */
    tables: Record<string, { columns: string; rows: number; md5: string }>;
  };
}

export interface StepResult {
  name: string;
  durationSeconds: number;
  outcome: 'held' | 'failed' | 'not run';
  error?: string;
}

export interface RecoveryPointResult {
  id: string;
  entityRef: string;
  environment: string;
  trigger: string;
  stateAt?: string;
  plaintextBytes?: number;
  storedBytes?: number;
  rows?: number;
  verificationLevel: string;
  objects: { name: string; location: string; sizeBytes: number }[];
}
