import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of catalog entities, so that the catalog's rules (ownership) apply. */
const catalogEntity = 'catalog-entity';

/** Resource type of restore requests, whose rules are IS_REQUESTER, IS_NOT_REQUESTER and TARGETS_ENVIRONMENT. @public */
export const RESOURCE_TYPE_RESTORE_REQUEST = 'safepoint-restore-request';

/** See recovery points, drills, deployments and posture of a data store. @public */
export const safepointInstanceReadPermission = createPermission({
  name: 'safepoint.instance.read',
  attributes: { action: 'read' },
  resourceType: catalogEntity,
});

/** Take a recovery point now. @public */
export const safepointBackupCreatePermission = createPermission({
  name: 'safepoint.backup.create',
  attributes: { action: 'create' },
  resourceType: catalogEntity,
});

/** Start a drill. @public */
export const safepointDrillCreatePermission = createPermission({
  name: 'safepoint.drill.create',
  attributes: { action: 'create' },
  resourceType: catalogEntity,
});

/** Ask for a restore; whether it needs approvals is decided elsewhere. @public */
export const safepointRestoreRequestPermission = createPermission({
  name: 'safepoint.restore.request',
  attributes: { action: 'create' },
  resourceType: catalogEntity,
});

/** Mark a deployment bad since a moment, or take the mark back. @public */
export const safepointDeploymentMarkPermission = createPermission({
  name: 'safepoint.deployment.mark',
  attributes: { action: 'update' },
  resourceType: catalogEntity,
});

/** Say that one has seen to a problem, so that nobody else is told of it. @public */
export const safepointProblemAcknowledgePermission = createPermission({
  name: 'safepoint.problem.acknowledge',
  attributes: { action: 'update' },
  resourceType: catalogEntity,
});

/** Confirm or revoke which GitLab project may act on an entity. @public */
export const safepointBindingManagePermission = createPermission({
  name: 'safepoint.binding.manage',
  attributes: { action: 'update' },
  resourceType: catalogEntity,
});

/** Pause what is done by schedule, with an end and a reason, and resume it. @public */
export const safepointSchedulePausePermission = createPermission({
  name: 'safepoint.schedule.pause',
  attributes: { action: 'update' },
  resourceType: catalogEntity,
});

/** Place and release legal holds and pins, which keep recovery points from being deleted. @public */
export const safepointHoldManagePermission = createPermission({
  name: 'safepoint.hold.manage',
  attributes: { action: 'update' },
  resourceType: catalogEntity,
});

/** Accept that another store stands in the place of the known one. @public */
export const safepointIdentityAcceptPermission = createPermission({
  name: 'safepoint.identity.accept',
  attributes: { action: 'update' },
  resourceType: catalogEntity,
});

/** See a request and its decisions. @public */
export const safepointRestoreReadPermission = createPermission({
  name: 'safepoint.restore.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_RESTORE_REQUEST,
});

/** Approve or reject a restore request. Nobody ever decides on their own, whatever a policy says. @public */
export const safepointRestoreApprovePermission = createPermission({
  name: 'safepoint.restore.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RESTORE_REQUEST,
});

/** Rebuild the database from storage. @public */
export const safepointIndexRebuildPermission = createPermission({
  name: 'safepoint.index.rebuild',
  attributes: { action: 'update' },
});

/** See what became of webhooks, and send dead letters again. @public */
export const safepointWebhookManagePermission = createPermission({
  name: 'safepoint.webhook.manage',
  attributes: { action: 'update' },
});

/** Start a backup as a service that `safepoint.automation` names. @public */
export const safepointAutomationBackupPermission = createPermission({
  name: 'safepoint.automation.backup',
  attributes: { action: 'create' },
});

/** Start a drill as a service that `safepoint.automation` names. @public */
export const safepointAutomationDrillPermission = createPermission({
  name: 'safepoint.automation.drill',
  attributes: { action: 'create' },
});

/** Record a recovery point that was made elsewhere, as a service that `safepoint.automation` names. @public */
export const safepointAutomationRecordPermission = createPermission({
  name: 'safepoint.automation.record-external',
  attributes: { action: 'create' },
});

/** Tell of a deployment, as a service that `safepoint.automation` names. @public */
export const safepointAutomationDeploymentPermission = createPermission({
  name: 'safepoint.automation.report-deployment',
  attributes: { action: 'create' },
});

/** @public */
export const safepointPermissions = [
  safepointInstanceReadPermission,
  safepointBackupCreatePermission,
  safepointDrillCreatePermission,
  safepointRestoreRequestPermission,
  safepointDeploymentMarkPermission,
  safepointProblemAcknowledgePermission,
  safepointBindingManagePermission,
  safepointIdentityAcceptPermission,
  safepointSchedulePausePermission,
  safepointHoldManagePermission,
  safepointRestoreReadPermission,
  safepointRestoreApprovePermission,
  safepointIndexRebuildPermission,
  safepointWebhookManagePermission,
  safepointAutomationBackupPermission,
  safepointAutomationDrillPermission,
  safepointAutomationRecordPermission,
  safepointAutomationDeploymentPermission,
];
