import type {
  BindingView,
  CreateRequestBody,
  DeploymentView,
  EntityPolicyView,
  EntityRecoveryView,
  HoldView,
  OpenProblemView,
  PlaceHoldBody,
  PauseScheduleBody,
  RebuildReportView,
  RecoveryPointDetailView,
  RecoveryPointView,
  RequestView,
  RestorePreviewView,
  RetentionPlanView,
  ScheduleView,
  StoreInstanceView,
} from './types';

/** @public */
export interface CallOptions {
  /** A Backstage token; the browser's fetch adds the signed-in user's by itself. */
  token?: string;
  signal?: AbortSignal;
}

/**
 * What a person sees and asks for. Every method throws a `SafepointApiError` with the portal's message.
 *
 * @public
 */
export interface SafepointApi {
  getEntityRecovery(
    entityRef: string,
    options?: CallOptions,
  ): Promise<EntityRecoveryView>;
  /** Which policies hold, and why; in one environment or in all that are known. */
  explainEntityPolicy(
    entityRef: string,
    options?: CallOptions & { environment?: string },
  ): Promise<EntityPolicyView>;
  /** Newest first. */
  listRecoveryPoints(
    page: { instanceId: string; limit?: number; cursor?: string },
    options?: CallOptions,
  ): Promise<{ items: RecoveryPointView[]; nextCursor?: string }>;
  getRecoveryPoint(
    recoveryPointId: string,
    options?: CallOptions,
  ): Promise<RecoveryPointDetailView>;
  /** What is wrong with a store, and what was until lately; the open ones first. */
  listProblems(
    instanceId: string,
    options?: CallOptions,
  ): Promise<OpenProblemView[]>;
  acknowledgeProblem(
    problemId: string,
    options?: CallOptions,
  ): Promise<OpenProblemView>;
  /** What of a store stays, what goes and when; looking at it changes nothing. */
  getRetentionPlan(
    instanceId: string,
    options?: CallOptions,
  ): Promise<RetentionPlanView>;
  /** Oldest first, released ones too. */
  listHolds(
    recoveryPointId: string,
    options?: CallOptions,
  ): Promise<HoldView[]>;
  placeHold(
    recoveryPointId: string,
    body: PlaceHoldBody,
    options?: CallOptions,
  ): Promise<HoldView>;
  releaseHold(
    holdId: string,
    body: { reason: string },
    options?: CallOptions,
  ): Promise<HoldView>;
  previewRestore(
    recoveryPointId: string,
    options?: CallOptions,
  ): Promise<RestorePreviewView>;
  /** Newest first. */
  listRequests(
    instanceId: string,
    options?: CallOptions,
  ): Promise<RequestView[]>;
  getRequest(requestId: string, options?: CallOptions): Promise<RequestView>;
  createRequest(
    body: CreateRequestBody,
    options?: CallOptions,
  ): Promise<RequestView>;
  decideRequest(
    requestId: string,
    body: { decision: 'approve' | 'reject'; comment?: string },
    options?: CallOptions,
  ): Promise<RequestView>;
  markDeploymentBad(
    deploymentId: string,
    body: { since?: string; reason: string },
    options?: CallOptions,
  ): Promise<DeploymentView>;
  unmarkDeploymentBad(
    deploymentId: string,
    body: { reason: string },
    options?: CallOptions,
  ): Promise<DeploymentView>;
  acceptIdentity(
    instanceId: string,
    body: { identity: Record<string, string>; reason: string },
    options?: CallOptions,
  ): Promise<Pick<StoreInstanceView, 'identity' | 'identityStatus'>>;
  confirmBinding(
    bindingId: string,
    options?: CallOptions,
  ): Promise<BindingView>;
  revokeBinding(bindingId: string, options?: CallOptions): Promise<BindingView>;
  /** Returns the schedules of the instance as they are then. */
  pauseSchedule(
    work: { instanceId: string; kind: ScheduleView['kind'] },
    body: PauseScheduleBody,
    options?: CallOptions,
  ): Promise<ScheduleView[]>;
  /** Returns the schedules of the instance as they are then. */
  resumeSchedule(
    work: { instanceId: string; kind: ScheduleView['kind'] },
    options?: CallOptions,
  ): Promise<ScheduleView[]>;
  rebuildIndex(options?: CallOptions): Promise<RebuildReportView>;
}
