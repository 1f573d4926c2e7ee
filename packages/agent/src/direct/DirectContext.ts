import type {
  DirectDraft,
  DirectPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { S3Inbox } from '@safepoint/engine/s3';
import type { Reporter } from '../report/Reporter';
import type { ProgressBoard } from '../run/ProgressBoard';

/** What making recovery points without the portal is given. */
export interface DirectContext {
  /** Checked: signed by a pinned key, ours, and good now. */
  plan: DirectPlan;
  /** The same with its signature, for the draft. */
  signedPlan: Record<string, unknown>;
  inbox: S3Inbox;
  trigger: DirectDraft['trigger'];
  component?: string;
  /** GitLab's token for the draft. */
  proof: string;
  signal: AbortSignal;
  reporter: Reporter;
  progress: ProgressBoard;
}
