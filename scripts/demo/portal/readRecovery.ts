import { setTimeout as sleep } from 'node:timers/promises';
import type {
  EnvironmentRecoveryView,
  InstanceRecoveryView,
  RequestView,
  SafepointApi,
} from '@safepoint/backstage-plugin-safepoint-common';

const service = 'component:default/orders';
const environment = 'production';
const requestMilliseconds = 120_000;

/** What the Recovery tab of the demo's service shows of production, with its one data store. */
export async function readRecovery(
  api: SafepointApi,
): Promise<{ page: EnvironmentRecoveryView; store: InstanceRecoveryView }> {
  const recovery = await api.getEntityRecovery(service);
  const page = recovery.environments.find(
    candidate => candidate.environment === environment,
  );
  const store = page?.instances[0];
  if (!page || !store) {
    throw new Error(
      `The Recovery tab of ${service} shows nothing of ${environment}.`,
    );
  }
  return { page, store };
}

/** Waits until a request has come to its end; throws with its problem unless it succeeded. */
export async function waitForRequest(
  api: SafepointApi,
  id: string,
  signal: AbortSignal,
): Promise<RequestView> {
  const deadline = Date.now() + requestMilliseconds;
  for (;;) {
    signal.throwIfAborted();
    const request = await api.getRequest(id);
    if (request.status === 'succeeded') return request;
    const over = ['failed', 'rejected', 'expired'].includes(request.status);
    if (over || Date.now() > deadline) {
      throw new Error(
        `The request is ${request.status}: ${
          request.problem?.message ?? 'the portal gives no reason'
        } (${request.pipelineUrl ?? 'no pipeline'})`,
      );
    }
    await sleep(300);
  }
}
