import {
  safepointAutomationBackupPermission,
  safepointAutomationDeploymentPermission,
  safepointAutomationDrillPermission,
  safepointAutomationRecordPermission,
  safepointBackupCreatePermission,
  safepointBindingManagePermission,
  safepointDeploymentMarkPermission,
  safepointDrillCreatePermission,
  safepointHoldManagePermission,
  safepointIndexRebuildPermission,
  safepointInstanceReadPermission,
  safepointRestoreApprovePermission,
  safepointRestoreReadPermission,
  safepointRestoreRequestPermission,
  safepointSchedulePausePermission,
  safepointProblemAcknowledgePermission,
  safepointIdentityAcceptPermission,
  safepointWebhookManagePermission,
} from '@safepoint/backstage-plugin-safepoint-common';

/** Whom a permission of Safepoint is for. */
export type Audience =
  | 'everybody'
  | 'owner-or-sre'
  | 'sre'
  | 'sre-except-requester'
  | 'services';

/**
 * Who may do what in the demo. A permission that is not listed is refused.
 * The auditors may do only what everybody may.
 */
export const permissionRules: ReadonlyMap<string, Audience> = new Map([
  [safepointInstanceReadPermission.name, 'everybody'],
  [safepointRestoreReadPermission.name, 'everybody'],
  [safepointBackupCreatePermission.name, 'owner-or-sre'],
  [safepointDrillCreatePermission.name, 'owner-or-sre'],
  [safepointRestoreRequestPermission.name, 'owner-or-sre'],
  [safepointDeploymentMarkPermission.name, 'owner-or-sre'],
  [safepointRestoreApprovePermission.name, 'sre-except-requester'],
  [safepointBindingManagePermission.name, 'sre'],
  [safepointHoldManagePermission.name, 'sre'],
  [safepointIdentityAcceptPermission.name, 'sre'],
  [safepointProblemAcknowledgePermission.name, 'owner-or-sre'],
  [safepointSchedulePausePermission.name, 'owner-or-sre'],
  [safepointIndexRebuildPermission.name, 'sre'],
  [safepointWebhookManagePermission.name, 'sre'],
  [safepointAutomationBackupPermission.name, 'services'],
  [safepointAutomationDrillPermission.name, 'services'],
  [safepointAutomationRecordPermission.name, 'services'],
  [safepointAutomationDeploymentPermission.name, 'services'],
]);
