import { parseEntityRef } from '@backstage/catalog-model';
import type { CallOptions, SafepointApi } from './SafepointApi';
import {
  createSafepointFetchClient,
  dataOf,
  type SafepointFetchClient,
} from './createSafepointFetchClient';
import { fetchByParts } from './fetchByParts';
import type {
  CreateRequestBody,
  PauseScheduleBody,
  PlaceHoldBody,
  ScheduleView,
} from './types';

/** @public */
export interface SafepointClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  /** The browser's adds the user's credentials; default is the global `fetch`. */
  fetchApi?: { fetch: typeof fetch };
}

/** The portal's API for people, as a thin facade over the typed client. @public */
export class SafepointClient implements SafepointApi {
  readonly #client: SafepointFetchClient;
  readonly #discoveryApi: SafepointClientOptions['discoveryApi'];

  constructor(options: SafepointClientOptions) {
    const { discoveryApi, fetchApi } = options;
    this.#discoveryApi = discoveryApi;
    this.#client = createSafepointFetchClient({
      fetch: fetchApi && (request => fetchByParts(fetchApi.fetch, request)),
    });
  }

  async explainEntityPolicy(
    entityRef: string,
    options?: CallOptions & { environment?: string },
  ) {
    const { environment } = options ?? {};
    return dataOf(
      this.#client.GET('/entities/{namespace}/{kind}/{name}/policy', {
        ...(await this.#call(options)),
        params: { path: pathOf(entityRef), query: { environment } },
      }),
    );
  }

  async getEntityRecovery(entityRef: string, options?: CallOptions) {
    const path = pathOf(entityRef);
    return dataOf(
      this.#client.GET('/entities/{namespace}/{kind}/{name}/recovery', {
        ...(await this.#call(options)),
        params: { path },
      }),
    );
  }

  async listRecoveryPoints(
    page: { instanceId: string; limit?: number; cursor?: string },
    options?: CallOptions,
  ) {
    const { instanceId, ...query } = page;
    return dataOf(
      this.#client.GET('/instances/{instanceId}/recovery-points', {
        ...(await this.#call(options)),
        params: { path: { instanceId }, query },
      }),
    );
  }

  async getRecoveryPoint(recoveryPointId: string, options?: CallOptions) {
    return dataOf(
      this.#client.GET('/recovery-points/{recoveryPointId}', {
        ...(await this.#call(options)),
        params: { path: { recoveryPointId } },
      }),
    );
  }

  async getRetentionPlan(instanceId: string, options?: CallOptions) {
    return dataOf(
      this.#client.GET('/instances/{instanceId}/retention-plan', {
        ...(await this.#call(options)),
        params: { path: { instanceId } },
      }),
    );
  }

  async listProblems(instanceId: string, options?: CallOptions) {
    const { items } = await dataOf(
      this.#client.GET('/instances/{instanceId}/problems', {
        ...(await this.#call(options)),
        params: { path: { instanceId } },
      }),
    );
    return items;
  }

  async acknowledgeProblem(problemId: string, options?: CallOptions) {
    return dataOf(
      this.#client.POST('/problems/{problemId}/acknowledge', {
        ...(await this.#call(options)),
        params: { path: { problemId } },
      }),
    );
  }

  async listHolds(recoveryPointId: string, options?: CallOptions) {
    const { items } = await dataOf(
      this.#client.GET('/recovery-points/{recoveryPointId}/holds', {
        ...(await this.#call(options)),
        params: { path: { recoveryPointId } },
      }),
    );
    return items;
  }

  async placeHold(
    recoveryPointId: string,
    body: PlaceHoldBody,
    options?: CallOptions,
  ) {
    return dataOf(
      this.#client.POST('/recovery-points/{recoveryPointId}/holds', {
        ...(await this.#call(options)),
        params: { path: { recoveryPointId } },
        body,
      }),
    );
  }

  async releaseHold(
    holdId: string,
    body: { reason: string },
    options?: CallOptions,
  ) {
    return dataOf(
      this.#client.POST('/holds/{holdId}/release', {
        ...(await this.#call(options)),
        params: { path: { holdId } },
        body,
      }),
    );
  }

  async previewRestore(recoveryPointId: string, options?: CallOptions) {
    return dataOf(
      this.#client.GET('/recovery-points/{recoveryPointId}/restore-preview', {
        ...(await this.#call(options)),
        params: { path: { recoveryPointId } },
      }),
    );
  }

  async listRequests(instanceId: string, options?: CallOptions) {
    const { items } = await dataOf(
      this.#client.GET('/requests', {
        ...(await this.#call(options)),
        params: { query: { instanceId } },
      }),
    );
    return items;
  }

  async getRequest(requestId: string, options?: CallOptions) {
    return dataOf(
      this.#client.GET('/requests/{requestId}', {
        ...(await this.#call(options)),
        params: { path: { requestId } },
      }),
    );
  }

  async createRequest(body: CreateRequestBody, options?: CallOptions) {
    return dataOf(
      this.#client.POST('/requests', {
        ...(await this.#call(options)),
        body,
      }),
    );
  }

  async decideRequest(
    requestId: string,
    body: { decision: 'approve' | 'reject'; comment?: string },
    options?: CallOptions,
  ) {
    return dataOf(
      this.#client.POST('/requests/{requestId}/decisions', {
        ...(await this.#call(options)),
        params: { path: { requestId } },
        body,
      }),
    );
  }

  async markDeploymentBad(
    deploymentId: string,
    body: { since?: string; reason: string },
    options?: CallOptions,
  ) {
    return dataOf(
      this.#client.POST('/deployments/{deploymentId}/mark-bad', {
        ...(await this.#call(options)),
        params: { path: { deploymentId } },
        body,
      }),
    );
  }

  async unmarkDeploymentBad(
    deploymentId: string,
    body: { reason: string },
    options?: CallOptions,
  ) {
    return dataOf(
      this.#client.POST('/deployments/{deploymentId}/unmark-bad', {
        ...(await this.#call(options)),
        params: { path: { deploymentId } },
        body,
      }),
    );
  }

  async acceptIdentity(
    instanceId: string,
    body: { identity: Record<string, string>; reason: string },
    options?: CallOptions,
  ) {
    return dataOf(
      this.#client.POST('/instances/{instanceId}/identity/accept', {
        ...(await this.#call(options)),
        params: { path: { instanceId } },
        body,
      }),
    );
  }

  async confirmBinding(bindingId: string, options?: CallOptions) {
    return dataOf(
      this.#client.POST('/bindings/{bindingId}/confirm', {
        ...(await this.#call(options)),
        params: { path: { bindingId } },
      }),
    );
  }

  async revokeBinding(bindingId: string, options?: CallOptions) {
    return dataOf(
      this.#client.POST('/bindings/{bindingId}/revoke', {
        ...(await this.#call(options)),
        params: { path: { bindingId } },
      }),
    );
  }

  async pauseSchedule(
    work: { instanceId: string; kind: ScheduleView['kind'] },
    body: PauseScheduleBody,
    options?: CallOptions,
  ) {
    const { items } = await dataOf(
      this.#client.POST('/instances/{instanceId}/schedules/{kind}/pause', {
        ...(await this.#call(options)),
        params: { path: work },
        body,
      }),
    );
    return items;
  }

  async resumeSchedule(
    work: { instanceId: string; kind: ScheduleView['kind'] },
    options?: CallOptions,
  ) {
    const { items } = await dataOf(
      this.#client.POST('/instances/{instanceId}/schedules/{kind}/resume', {
        ...(await this.#call(options)),
        params: { path: work },
      }),
    );
    return items;
  }

  async rebuildIndex(options?: CallOptions) {
    return dataOf(
      this.#client.POST('/index/rebuild', await this.#call(options)),
    );
  }

  async #call(options?: CallOptions) {
    return {
      baseUrl: await this.#discoveryApi.getBaseUrl('safepoint'),
      signal: options?.signal,
      headers: options?.token
        ? { Authorization: `Bearer ${options.token}` }
        : undefined,
    };
  }
}

function pathOf(entityRef: string) {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return {
    kind: kind.toLocaleLowerCase('en-US'),
    namespace: namespace.toLocaleLowerCase('en-US'),
    name: name.toLocaleLowerCase('en-US'),
  };
}
