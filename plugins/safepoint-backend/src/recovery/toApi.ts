import type {
  BindingView,
  DeploymentView,
  DrillView,
  LastKnownGood,
  LastKnownGoodView,
  Manifest,
  Posture,
  PostureView,
  RecoveryPointView,
  RequestView,
  StoredFile,
  StoredObjectView,
  StoreInstanceView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from '../bindings/Binding';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { RecordedDrill } from '../database/RecordedDrill';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { RecoveryRequest } from '../requests/RecoveryRequest';

/** Domain to wire: dates as ISO 8601, and nothing that the wire does not know. */

export function toStoreInstanceView(
  instance: StoredInstance,
  details: { production: boolean; title?: string },
): StoreInstanceView {
  const { id, entityRef, environment, driver, identity, identityStatus } =
    instance;
  const { changedIdentity } = instance;
  return {
    id,
    entityRef,
    environment,
    driver,
    identity,
    identityStatus,
    changedIdentity,
    ...details,
  };
}

export function toRecoveryPointView(
  point: RecordedPoint,
  instance: { entityRef: string; environment: string },
): RecoveryPointView {
  return {
    id: point.id,
    instanceId: point.instanceId,
    entityRef: instance.entityRef,
    environment: instance.environment,
    trigger: point.trigger,
    status: point.status,
    stateAt: point.stateAt?.toISOString(),
    createdAt: point.createdAt.toISOString(),
    completedAt: point.completedAt?.toISOString(),
    sourceBytes: point.sourceBytes,
    storedBytes: point.storedBytes,
    rows: point.rows,
    tables: point.tables,
    engineVersion: point.engineVersion,
    schemaSha256: point.schemaSha256,
    level: point.level,
    verifiedAt: point.verifiedAt?.toISOString(),
    deploymentId: point.deploymentId,
    setId: point.setId,
    baselineOf: point.baselineOf,
    unchangedAt: point.unchangedAt?.toISOString(),
    commit: point.commit,
    pipelineUrl: point.pipelineUrl,
    problem: point.problem,
    quarantined: point.quarantined || undefined,
    origin: point.origin,
    unusual: point.unusual,
    expiredAt: point.expiredAt?.toISOString(),
    deleteAfter: point.deleteAfter?.toISOString(),
    deletionStartedAt: point.deletionStartedAt?.toISOString(),
    deletedAt: point.deletedAt?.toISOString(),
    lockedUntil: point.lockedUntil?.toISOString(),
    held: point.held || undefined,
    pinnedUntil: point.pinnedUntil?.toISOString(),
    external: point.external,
  };
}

export function toDeploymentView(
  deployment: RecordedDeployment,
): DeploymentView {
  const { markedBad } = deployment;
  return {
    id: deployment.id,
    entityRef: deployment.entityRef,
    environment: deployment.environment,
    status: deployment.status,
    gate: deployment.gate,
    ground: deployment.gateRecord?.ground,
    gateReasons:
      deployment.gateRecord?.reasons ??
      (deployment.gate === 'none' && deployment.bypassReason
        ? [deployment.bypassReason]
        : undefined),
    breakGlass: deployment.gateRecord?.breakGlass,
    gatedAt: deployment.gatedAt.toISOString(),
    startedAt: deployment.startedAt?.toISOString(),
    finishedAt: deployment.finishedAt?.toISOString(),
    commit: deployment.commit,
    ref: deployment.ref,
    pipelineUrl: deployment.pipelineUrl,
    jobUrl: deployment.jobUrl,
    recoveryPointIds: deployment.recoveryPointIds,
    markedBad: markedBad && {
      ...markedBad,
      since: markedBad.since.toISOString(),
      at: markedBad.at.toISOString(),
    },
  };
}

export function toDrillView(drill: RecordedDrill): DrillView {
  const { id, recoveryPointId, outcome, level, checks, phases } = drill;
  return {
    id,
    recoveryPointId,
    outcome,
    level,
    checks,
    phases,
    startedAt: drill.startedAt.toISOString(),
    finishedAt: drill.finishedAt?.toISOString(),
    pipelineUrl: drill.pipelineUrl,
    problem: drill.problem,
  };
}

export function toBindingView(binding: Binding): BindingView {
  const { id, entityRef, environment, operations, issuer, projectId } = binding;
  const { namespaceId, status, origin } = binding;
  return {
    id,
    entityRef,
    environment,
    operations,
    issuer,
    projectId,
    namespaceId,
    status,
    origin,
  };
}

export function toRequestView(
  request: RecoveryRequest,
  instance: { entityRef: string; environment: string },
  mayDecide: boolean,
): RequestView {
  return {
    id: request.id,
    kind: request.kind,
    instanceId: request.instanceId,
    entityRef: instance.entityRef,
    environment: instance.environment,
    targetEnvironment: request.targetEnvironment,
    recoveryPointId: request.recoveryPointId,
    status: request.status,
    reason: request.reason,
    requestedBy: request.requestedBy,
    requestedAt: request.requestedAt.toISOString(),
    approvalsNeeded: request.approvalsNeeded,
    decisions: request.decisions.map(decision => ({
      ...decision,
      at: decision.at.toISOString(),
    })),
    pipelineUrl: request.pipelineUrl,
    startedAt: request.startedAt?.toISOString(),
    finishedAt: request.finishedAt?.toISOString(),
    phases: request.phases,
    level: request.level,
    kept: request.kept,
    problem: request.problem,
    mayDecide,
  };
}

export function toPostureView(
  posture: Posture & { evaluatedAt?: Date },
): PostureView {
  return {
    ...posture,
    reasons: posture.reasons.map(reason => ({
      ...reason,
      since: reason.since?.toISOString(),
    })),
    verifiedAt: posture.verifiedAt?.toISOString(),
    newestStateAt: posture.newestStateAt?.toISOString(),
    changesAt: posture.changesAt?.toISOString(),
    evaluatedAt: posture.evaluatedAt?.toISOString(),
  };
}

export function toLastKnownGoodView(found: LastKnownGood): LastKnownGoodView {
  return {
    recoveryPointId: found.point?.id,
    stateAt: found.point?.stateAt?.toISOString(),
    reason: found.reason,
    phrase: found.phrase,
  };
}

/** Everything that a manifest lists, in the order in which a person needs it. */
export function toStoredObjectViews(
  manifest: Manifest,
  locationOf: (key: string) => string,
): StoredObjectView[] {
  const view = (name: string, file: StoredFile): StoredObjectView => ({
    name,
    key: file.key,
    location: locationOf(file.key),
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    versionId: file.versionId,
  });
  return [
    ...manifest.objects.flatMap(object => [
      view(`${object.name}.header`, object.header),
      view(`${object.name}.payload`, object.payload),
    ]),
    view('RUNBOOK.md', manifest.runbook),
  ];
}
