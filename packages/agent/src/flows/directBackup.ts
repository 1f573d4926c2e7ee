import { SafepointError } from '@safepoint/engine';
import { ulid } from 'ulid';
import type { AgentConfig } from '../config/configSchema';
import { resolveConnections } from '../config/resolveConnections';
import {
  chooseDirectScope,
  type DirectTrigger,
} from '../direct/chooseDirectScope';
import { openDirect } from '../direct/openDirect';
import { provideWebIdentity } from '../direct/provideWebIdentity';
import type { DirectSettings } from '../direct/readDirectSettings';
import { toProblem } from '../errors/toProblem';
import { formatBytes } from '../report/formatBytes';
import type { Reporter } from '../report/Reporter';
import { abortOnSignals } from '../run/abortOnSignals';
import { type DirectSaved, directStore } from './directStore';

export interface DirectBackupOptions {
  settings: DirectSettings;
  config: AgentConfig;
  asked: { trigger: DirectTrigger; stores: string[]; environment?: string };
  variables: NodeJS.ProcessEnv;
  reporter: Reporter;
  /** Why the portal is not asked. */
  reason: Error;
}

/**
 * Backs up without the portal, from the beginning: what a run through the portal has half made stays the
 * portal's, which finds it lost. All stores or none: a set that lacks one is no way back.
 */
export async function directBackup(
  options: DirectBackupOptions,
): Promise<{ saved: DirectSaved[]; planExpiresAt: string }> {
  const { settings, config, asked, variables, reporter, reason } = options;
  reporter.report({ event: 'direct-begun', reason: toProblem(reason).message });
  reporter.say(
    `${reason.message} Going on without it, under the plan that it published in advance.`,
  );
  const run = new AbortController();
  const ignoreSignals = abortOnSignals(run);
  const forgetIdentity = await provideWebIdentity(variables);
  try {
    const { signal } = run;
    const opened = await openDirect(settings, { ...asked, reporter, signal });
    const scope = chooseDirectScope(opened.plan, {
      ...asked,
      component: config.component,
    });
    const context = { ...opened, component: scope.component };
    const connections = resolveConnections(
      scope.stores.map(({ entityRef }) => entityRef),
      config,
      'connection',
      variables,
    );
    const ids = scope.stores.map(() => ulid());
    const set = ids.length > 1 && { id: ulid(), recoveryPointIds: ids };
    const saved = await allOrNone(
      scope.stores.map((store, index) =>
        directStore(context, store, connections[index], {
          id: ids[index],
          ...(set && { set }),
        }),
      ),
    ).catch(error => {
      throw signal.aborted ? signal.reason : error;
    });
    saved.forEach(one => reporter.say(describe(one)));
    return { saved, planExpiresAt: opened.plan.expiresAt };
  } finally {
    await forgetIdentity();
    ignoreSignals();
  }
}

/** Waits for all, so that nothing is cut off; then the first failure is the failure. */
async function allOrNone<T>(work: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.flatMap(outcome =>
    outcome.status === 'rejected' ? [outcome.reason] : [],
  );
  if (failed.length === 1) throw failed[0];
  if (failed.length > 1) {
    throw new SafepointError({
      kind: toProblem(failed[0]).kind,
      message: failed.map(error => toProblem(error).message).join(' '),
      cause: failed[0],
    });
  }
  return Promise.all(work);
}

function describe({ entityRef, id, stateAt, storedBytes }: DirectSaved) {
  return `Saved ${entityRef} as ${id} without the portal: ${formatBytes(
    storedBytes,
  )} stored, state of ${stateAt}. It is a recovery point when the portal has found and adopted it.`;
}
