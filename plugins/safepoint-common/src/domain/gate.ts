import type { DeploymentStatus } from './deployment';
import { formatDuration } from './duration';
import type { GateGround } from './gatePlan';
import type { GatePolicy } from './gatePolicy';
import type { RecoveryPointStatus } from './recoveryPoint';

/** The job that opened the gate, as a person finds it. @public */
export interface GateJob {
  /** As the pipeline calls it. */
  name?: string;
  url: string;
}

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
    /** Default: `fresh`. */
    ground?: GateGround;
    /** Of a break-glass. */
    breakGlass?: { reason: string; by?: string };
    gateJob?: GateJob;
  };
  /** Every point of the recovery set that the gate took. */
  points: { id: string; status: RecoveryPointStatus; stateAt?: Date }[];
  jobId: string;
  /** A point that is older when the deploy job starts does not count. */
  maxAgeSeconds: number;
  /** As it is now, which may be stricter than when the receipt was given; without it no point is no deployment. */
  policy?: Pick<GatePolicy, 'mode' | 'breakGlass' | 'whenUnchanged'>;
  now: Date;
}

/** @public */
export interface GateConfirmation {
  allowed: boolean;
  code:
    | 'confirmed'
    | 'confirmed-without-point'
    | 'unknown-receipt'
    | 'receipt-used'
    | 'receipt-expired'
    | 'policy-changed'
    | 'point-unavailable'
    | 'point-too-old';
  /** For the log of the deploy job: what is the matter and what to do. */
  message: string;
}

type Deployment = NonNullable<GateConfirmationInput['deployment']>;

/**
 * Whether a deploy job that shows this receipt may start. A wrong context and an unknown receipt get
 * the same answer, so that a stranger learns nothing. A yes, and nothing else, holds the words
 * `stands behind this deployment`, by which the gate script knows it.
 *
 * @public
 */
export function decideGateConfirmation(
  input: GateConfirmationInput,
): GateConfirmation {
  const { deployment, now } = input;
  if (!deployment || !deployment.sameContext) {
    return refuse(
      'unknown-receipt',
      'This pipeline holds no recovery point under that receipt. Run the gate job of this pipeline and let the deploy job take its receipt through `needs`.',
    );
  }
  const again = describeRenewal(deployment.gateJob);
  const mine =
    deployment.jobId === undefined || deployment.jobId === input.jobId;
  if (!mine || !['gated', 'running'].includes(deployment.status)) {
    return refuse(
      'receipt-used',
      `This receipt has let a deployment start before, and each deployment needs its own recovery point. ${again}`,
    );
  }
  if (deployment.receiptExpiresAt <= now) {
    return refuse(
      'receipt-expired',
      `The receipt expired at ${deployment.receiptExpiresAt.toISOString()}. ${again}`,
    );
  }
  return isWithoutPoint(deployment)
    ? decideWithoutPoint(deployment, input.policy)
    : decideOnPoints(input, again);
}

type WithoutPoint = Deployment & { ground: 'off' | 'skipped' | 'break-glass' };

function isWithoutPoint(deployment: Deployment): deployment is WithoutPoint {
  return ['off', 'skipped', 'break-glass'].includes(deployment.ground ?? '');
}

function decideWithoutPoint(
  { ground, breakGlass, gateJob }: WithoutPoint,
  policy: GateConfirmationInput['policy'],
): GateConfirmation {
  const stillAllowed = {
    off: policy?.mode === 'off',
    skipped: policy?.mode === 'off' || policy?.whenUnchanged === 'skip',
    'break-glass': policy?.breakGlass === 'allowed',
  };
  if (!stillAllowed[ground]) {
    return refuse(
      'policy-changed',
      `The policy does not let a deployment go without a recovery point any more. ${describeRenewal(
        gateJob,
      )}`,
    );
  }
  return {
    allowed: true,
    code: 'confirmed-without-point',
    message: {
      off: 'No recovery point stands behind this deployment: the gate is off by policy.',
      skipped:
        'No recovery point stands behind this deployment: its pipeline says that nothing changed that touches data. The portal shows it as not gated by wish.',
      'break-glass': `Break-glass${
        breakGlass?.by ? ` by ${breakGlass.by}` : ''
      } stands behind this deployment, without a recovery point. Reason given: ${
        breakGlass?.reason ?? 'unknown'
      }`,
    }[ground],
  };
}

function decideOnPoints(
  { points, maxAgeSeconds, now }: GateConfirmationInput,
  again: string,
): GateConfirmation {
  const unusable = points.filter(
    ({ status, stateAt }) => status !== 'available' || !stateAt,
  );
  if (points.length === 0 || unusable.length > 0) {
    return refuse(
      'point-unavailable',
      `Recovery point ${
        unusable.map(({ id, status }) => `${id} (${status})`).join(', ') || '—'
      } cannot be restored. ${again}`,
    );
  }
  const oldest = Math.max(
    ...points.map(
      ({ stateAt }) => (now.getTime() - (stateAt?.getTime() ?? 0)) / 1000,
    ),
  );
  if (oldest > maxAgeSeconds) {
    return refuse(
      'point-too-old',
      `The recovery point is ${formatDuration(
        oldest,
      )} old; this gate accepts ${formatDuration(maxAgeSeconds)}. ${again}`,
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

/** What makes a new receipt: the gate's job in this very pipeline, by name and link. */
function describeRenewal(job: GateJob | undefined): string {
  if (!job) return 'Run the gate job again, then this job.';
  return `Run the job ${
    job.name ? `'${job.name}' ` : ''
  }of this pipeline again (${job.url}), then this job.`;
}

function refuse(
  code: GateConfirmation['code'],
  message: string,
): GateConfirmation {
  return { allowed: false, code, message };
}
