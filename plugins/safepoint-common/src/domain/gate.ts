import type { DeploymentStatus } from './deployment';
import { formatDuration } from './duration';
import type { RecoveryPointStatus } from './recoveryPoint';

/** @public */
export interface GateConfirmationInput {
  /** The deployment that the receipt belongs to; absent if the receipt is unknown. */
  deployment?: {
    status: DeploymentStatus;
    /** The job that already confirmed, if any. */
    jobId?: string;
    receiptExpiresAt: Date;
    /** Project, pipeline and environment of the receipt are those of the asking job. */
    sameContext: boolean;
  };
  /** Every point of the recovery set that the gate took. */
  points: { id: string; status: RecoveryPointStatus; stateAt?: Date }[];
  jobId: string;
  /** A point that is older when the deploy job starts does not count. */
  maxAgeSeconds: number;
  now: Date;
}

/** @public */
export interface GateConfirmation {
  allowed: boolean;
  code:
    | 'confirmed'
    | 'unknown-receipt'
    | 'receipt-used'
    | 'receipt-expired'
    | 'point-unavailable'
    | 'point-too-old';
  /** For the log of the deploy job: what is the matter and what to do. */
  message: string;
}

/**
 * Whether a deploy job that shows this receipt may start. A wrong context and an unknown receipt get
 * the same answer, so that a stranger learns nothing.
 *
 * @public
 */
export function decideGateConfirmation(
  input: GateConfirmationInput,
): GateConfirmation {
  const { deployment, points, now } = input;
  if (!deployment || !deployment.sameContext) {
    return refuse(
      'unknown-receipt',
      'This pipeline holds no recovery point under that receipt. Run the gate job of this pipeline and let the deploy job take its receipt through `needs`.',
    );
  }
  const mine =
    deployment.jobId === undefined || deployment.jobId === input.jobId;
  if (!mine || !['gated', 'running'].includes(deployment.status)) {
    return refuse(
      'receipt-used',
      'This receipt has let a deployment start before. Run the gate job again: each deployment needs its own recovery point.',
    );
  }
  if (deployment.receiptExpiresAt <= now) {
    return refuse(
      'receipt-expired',
      `The receipt expired at ${deployment.receiptExpiresAt.toISOString()}. Run the gate job again.`,
    );
  }
  const unusable = points.filter(
    ({ status, stateAt }) => status !== 'available' || !stateAt,
  );
  if (points.length === 0 || unusable.length > 0) {
    return refuse(
      'point-unavailable',
      `Recovery point ${
        unusable.map(({ id, status }) => `${id} (${status})`).join(', ') || '—'
      } cannot be restored. Run the gate job again.`,
    );
  }
  const oldest = Math.max(
    ...points.map(
      ({ stateAt }) => (now.getTime() - (stateAt?.getTime() ?? 0)) / 1000,
    ),
  );
  if (oldest > input.maxAgeSeconds) {
    return refuse(
      'point-too-old',
      `The recovery point is ${formatDuration(
        oldest,
      )} old; this gate accepts ${formatDuration(
        input.maxAgeSeconds,
      )}. Run the gate job again, then this job.`,
    );
  }
  return {
    allowed: true,
    code: 'confirmed',
    message: `Recovery point ${points
      .map(({ id }) => id)
      .join(', ')}, ${formatDuration(
      oldest,
    )} old, stands behind this deployment.`,
  };
}

function refuse(
  code: GateConfirmation['code'],
  message: string,
): GateConfirmation {
  return { allowed: false, code, message };
}
