import type {
  CreateRequestBody,
  EntityPolicyView,
  EntityRecoveryView,
  HoldView,
  OpenProblemView,
  PauseScheduleBody,
  PlaceHoldBody,
  RecoveryPointDetailView,
  RecoveryPointView,
  RequestView,
  RestorePreviewView,
  RetentionPlanView,
  SafepointApi,
  ScheduleView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { aBinding, aHold, aPointDetail, aPreview, aRequest } from './fixtures';

/** What the fake was asked to do, in order. */
export type FakeCall = { name: keyof SafepointApi; args: unknown[] };

/**
 * A portal in memory: it answers what it was given, remembers what it was asked to do, and fails where it
 * was told to.
 */
export class FakeSafepointApi implements SafepointApi {
  readonly calls: FakeCall[] = [];
  readonly failures = new Map<keyof SafepointApi, Error>();
  recovery: EntityRecoveryView;
  policies: EntityPolicyView['items'] = [];
  preview: RestorePreviewView = aPreview();
  details = new Map<string, RecoveryPointDetailView>();
  olderPages: RecoveryPointView[][] = [];
  retentionPlan?: RetentionPlanView;
  holds: HoldView[] = [];
  problems: OpenProblemView[] = [];

  constructor(recovery: EntityRecoveryView) {
    this.recovery = recovery;
  }

  callsOf(name: keyof SafepointApi): unknown[][] {
    return this.calls
      .filter(call => call.name === name)
      .map(({ args }) => args);
  }

  async getEntityRecovery(entityRef: string) {
    this.#note('getEntityRecovery', entityRef);
    return this.recovery;
  }

  async explainEntityPolicy(entityRef: string) {
    this.#note('explainEntityPolicy', entityRef);
    return { entityRef, items: this.policies };
  }

  async listRecoveryPoints(page: { instanceId: string; cursor?: string }) {
    this.#note('listRecoveryPoints', page);
    const index = Number(page.cursor);
    const next = index + 1;
    return {
      items: this.olderPages[index] ?? [],
      nextCursor: this.olderPages[next] && String(next),
    };
  }

  async getRecoveryPoint(recoveryPointId: string) {
    this.#note('getRecoveryPoint', recoveryPointId);
    return this.details.get(recoveryPointId) ?? this.#detailOf(recoveryPointId);
  }

  async previewRestore(recoveryPointId: string) {
    this.#note('previewRestore', recoveryPointId);
    return this.preview;
  }

  async listRequests(instanceId: string) {
    this.#note('listRequests', instanceId);
    return this.#instances().flatMap(({ requests }) => requests);
  }

  async getRequest(requestId: string) {
    this.#note('getRequest', requestId);
    return aRequest({ id: requestId });
  }

  async createRequest(body: CreateRequestBody): Promise<RequestView> {
    this.#note('createRequest', body);
    const status =
      body.kind === 'restore' && this.preview.approvalsNeeded > 0
        ? 'awaiting-approval'
        : 'triggered';
    return aRequest({ ...body, status });
  }

  async decideRequest(
    requestId: string,
    body: { decision: 'approve' | 'reject'; comment?: string },
  ) {
    this.#note('decideRequest', requestId, body);
    return aRequest({ id: requestId, status: 'approved' });
  }

  async markDeploymentBad(
    deploymentId: string,
    body: { since?: string; reason: string },
  ) {
    this.#note('markDeploymentBad', deploymentId, body);
    return this.#deployment(deploymentId);
  }

  async unmarkDeploymentBad(deploymentId: string, body: { reason: string }) {
    this.#note('unmarkDeploymentBad', deploymentId, body);
    return this.#deployment(deploymentId);
  }

  async acceptIdentity(
    instanceId: string,
    body: { identity: Record<string, string>; reason: string },
  ) {
    this.#note('acceptIdentity', instanceId, body);
    return { identity: body.identity, identityStatus: 'accepted' as const };
  }

  async getRetentionPlan(instanceId: string) {
    this.#note('getRetentionPlan', instanceId);
    if (!this.retentionPlan) throw new Error('There is no plan.');
    return this.retentionPlan;
  }

  async listProblems(instanceId: string) {
    this.#note('listProblems', instanceId);
    return this.problems;
  }

  async acknowledgeProblem(problemId: string) {
    this.#note('acknowledgeProblem', problemId);
    this.problems = this.problems.map(problem =>
      problem.id === problemId
        ? {
            ...problem,
            acknowledgedBy: 'user:default/dana',
            mayAcknowledge: false,
          }
        : problem,
    );
    return this.problems[0];
  }

  async listHolds(recoveryPointId: string) {
    this.#note('listHolds', recoveryPointId);
    return this.holds;
  }

  async placeHold(recoveryPointId: string, body: PlaceHoldBody) {
    this.#note('placeHold', recoveryPointId, body);
    return aHold({ ...body, recoveryPointId });
  }

  async releaseHold(holdId: string, body: { reason: string }) {
    this.#note('releaseHold', holdId, body);
    return aHold({ id: holdId, releaseReason: body.reason });
  }

  async confirmBinding(bindingId: string) {
    this.#note('confirmBinding', bindingId);
    return aBinding({ id: bindingId });
  }

  async revokeBinding(bindingId: string) {
    this.#note('revokeBinding', bindingId);
    return aBinding({ id: bindingId, status: 'revoked' });
  }

  async pauseSchedule(
    { instanceId, kind }: { instanceId: string; kind: ScheduleView['kind'] },
    body: PauseScheduleBody,
  ) {
    this.#note('pauseSchedule', instanceId, kind, body);
    return [];
  }

  async resumeSchedule({
    instanceId,
    kind,
  }: {
    instanceId: string;
    kind: ScheduleView['kind'];
  }) {
    this.#note('resumeSchedule', instanceId, kind);
    return [];
  }

  async rebuildIndex() {
    this.#note('rebuildIndex');
    return { manifests: 0, records: 0, problems: [] };
  }

  #note(name: keyof SafepointApi, ...args: unknown[]) {
    this.calls.push({ name, args });
    const failure = this.failures.get(name);
    if (failure) throw failure;
  }

  #instances() {
    return this.recovery.environments.flatMap(({ instances }) => instances);
  }

  #detailOf(recoveryPointId: string): RecoveryPointDetailView {
    const point = this.#instances()
      .flatMap(({ recoveryPoints }) => recoveryPoints)
      .find(({ id }) => id === recoveryPointId);
    if (!point) throw new Error('There is no such recovery point.');
    return aPointDetail(point);
  }

  #deployment(deploymentId: string) {
    const deployment = this.recovery.environments
      .flatMap(({ deployments }) => deployments)
      .find(({ id }) => id === deploymentId);
    if (!deployment) throw new Error('There is no such deployment.');
    return deployment;
  }
}
