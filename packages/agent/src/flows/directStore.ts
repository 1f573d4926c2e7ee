import {
  type DirectDraft,
  type DirectPlan,
  recoveryPointPrefix,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Driver } from '@safepoint/engine';
import type { ResolvedStore } from '../config/resolveConnections';
import type { DirectContext } from '../direct/DirectContext';
import { agentVersion } from '../version';
import { directUpload, StoredBytesLimit } from './directUpload';
import { findDriver } from './findDriver';
import { Stopwatch } from './Stopwatch';
import { uploadStreams } from './uploadStreams';

/** What was written for one store; a recovery point only when the portal has adopted it. */
export interface DirectSaved {
  entityRef: string;
  id: string;
  folder: string;
  stateAt: string;
  storedBytes: number;
}

/** Payloads, headers and runbook first, the draft last: without it the portal finds nothing. */
export async function directStore(
  context: DirectContext,
  planned: DirectPlan['stores'][number],
  store: ResolvedStore,
  { id, set }: Pick<DirectDraft, 'id' | 'set'>,
): Promise<DirectSaved> {
  const { plan, reporter } = context;
  const { entityRef } = planned;
  const folder = `${plan.inbox}/${recoveryPointPrefix(
    entityRef,
    plan.environment,
    id,
  )}`;
  reporter.report({ event: 'direct-started', entityRef, recoveryPointId: id });
  const driver = findDriver(entityRef, planned.driver, store.config.driver);
  const content = await save(context, { driver, store, folder });
  await writeBeside(context, { driver, folder, id, content });
  const storedBytes = content.objects.reduce(
    (sum, { payload }) => sum + payload.sizeBytes,
    0,
  );
  reporter.report({
    event: 'direct-written',
    entityRef,
    recoveryPointId: id,
    storedBytes,
  });
  await writeDraft(context, { entityRef, folder, id, set, content });
  return { entityRef, id, folder, stateAt: content.stateAt, storedBytes };
}

async function save(
  context: DirectContext,
  target: { driver: Driver; store: ResolvedStore; folder: string },
): Promise<DirectDraft['content']> {
  const { signal, reporter, plan } = context;
  const { driver, store, folder } = target;
  const { entityRef } = store;
  const startedAt = new Date();
  const watch = new Stopwatch();
  const limit = new StoredBytesLimit(plan.limits.maxStoredBytes);
  watch.start('prepare');
  const backup = await driver.backup({
    connection: store.connection,
    options: store.config.options,
    signal: AbortSignal.any([signal, limit.signal]),
    report: event => reporter.report({ entityRef, ...event }),
  });
  watch.start('transfer');
  const objects = await uploadStreams(
    backup,
    plan.limits.maxPartsInFlight,
    (dump, share) =>
      directUpload(context, { folder, entityRef, limit, share }, dump),
  ).catch(error => {
    throw limit.signal.aborted ? limit.signal.reason : error;
  });
  const { fingerprint } = await backup.finished;
  watch.stop();
  return {
    stateAt: backup.start.stateAt.toISOString(),
    startedAt: startedAt.toISOString(),
    identity: backup.start.identity,
    engine: backup.start.engine,
    fingerprint,
    objects,
    phases: watch.phases(),
  };
}

/** With these and the escrow identity a person restores even if the portal never comes back. */
async function writeBeside(
  { inbox, signal }: DirectContext,
  made: {
    driver: Driver;
    folder: string;
    id: string;
    content: DirectDraft['content'];
  },
): Promise<void> {
  const { driver, folder, id, content } = made;
  for (const { name, header } of content.objects) {
    const body = Buffer.from(header, 'base64');
    await inbox.createObject(`${folder}/${name}.header`, body, { signal });
  }
  const steps = driver.descriptor.runbook({
    engine: content.engine,
    objects: content.objects.map(({ name, plaintext }) => ({
      name,
      format: plaintext.format,
    })),
  });
  const runbook = `# Recovery point ${id}, made without the portal

State of ${
    content.stateAt
  }. It is no recovery point of the portal's until the portal has adopted it.

${steps.trim()}
`;
  await inbox.createObject(`${folder}/RUNBOOK.md`, Buffer.from(runbook), {
    contentType: 'text/markdown; charset=utf-8',
    signal,
  });
}

async function writeDraft(
  context: DirectContext,
  made: {
    entityRef: string;
    folder: string;
    id: string;
    set: DirectDraft['set'];
    content: DirectDraft['content'];
  },
): Promise<void> {
  const { inbox, plan, signal } = context;
  const { entityRef, folder, id, set, content } = made;
  const draft: DirectDraft = {
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'DirectDraft',
    id,
    entityRef,
    environment: plan.environment,
    trigger: context.trigger,
    ...(context.component && { component: context.component }),
    ...(set && { set }),
    plan: context.signedPlan,
    proof: context.proof,
    agentVersion,
    content,
  };
  await inbox.createObject(
    `${folder}/draft.json`,
    Buffer.from(JSON.stringify(draft)),
    { contentType: 'application/json', signal },
  );
}
