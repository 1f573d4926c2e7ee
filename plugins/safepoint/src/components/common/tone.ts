import type {
  DeploymentView,
  EnvironmentRecoveryView,
  ReasonView,
  RecoveryPointView,
  RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';

/** How something is coloured; words and an icon always say the same. */
export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'neutral';

export type Verdict = EnvironmentRecoveryView['verdict'];

export const toneOfVerdict: Record<Verdict, Tone> = {
  protected: 'success',
  'at-risk': 'warning',
  unknown: 'danger',
  unprotected: 'danger',
  never: 'danger',
};

export const toneOfSeverity: Record<ReasonView['severity'], Tone> = {
  ok: 'success',
  info: 'info',
  warning: 'warning',
  critical: 'danger',
};

export const toneOfPointStatus: Record<RecoveryPointView['status'], Tone> = {
  pending: 'info',
  running: 'info',
  completing: 'info',
  available: 'success',
  failed: 'danger',
  lost: 'danger',
  missing: 'danger',
  corrupt: 'danger',
  hidden: 'danger',
  expired: 'neutral',
  deleted: 'neutral',
};

export const toneOfDeploymentStatus: Record<DeploymentView['status'], Tone> = {
  gated: 'info',
  running: 'info',
  succeeded: 'success',
  failed: 'danger',
  abandoned: 'warning',
};

export const toneOfRequestStatus: Record<RequestView['status'], Tone> = {
  'awaiting-approval': 'warning',
  approved: 'info',
  triggering: 'info',
  triggered: 'info',
  running: 'info',
  succeeded: 'success',
  failed: 'danger',
  rejected: 'neutral',
  expired: 'neutral',
};
