/** What `npm run demo -- --once --json FILE` writes. */
export interface StoryResult {
  /** Whether every step held. */
  held: boolean;
  portalUrl: string;
  steps: StepResult[];
  recoveryPoints: RecoveryPointResult[];
  /** The escrow identity, with which a person restores without the portal. */
  escrowIdentityFile?: string;
  /** Where the restored database is; a secret. */
  restoredDatabase?: { connection: string };
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
  plaintextBytes?: number;
  storedBytes?: number;
  verificationLevel: string;
  objects: { name: string; location: string; sizeBytes: number }[];
}
