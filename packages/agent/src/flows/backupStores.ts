import type { BackupPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { AgentConfig } from '../config/configSchema';
import {
  resolveConnections,
  type ResolvedStore,
} from '../config/resolveConnections';
import { toProblem } from '../errors/toProblem';
import type { RunContext } from '../run/withRun';
import { backupStore, type SavedStore } from './backupStore';
import { describeSet } from './describeSet';
import { tryPromote } from './promoteStore';

function combine(failures: { entityRef: string; reason: unknown }[]): unknown {
  if (failures.length === 1) return failures[0].reason;
  const problems = failures.map(
    ({ entityRef, reason }) => `${entityRef}: ${toProblem(reason).message}`,
  );
  return new SafepointError({
    // The first one's kind decides the exit code.
    kind: toProblem(failures[0].reason).kind,
    message: `${failures.length} stores could not be backed up. ${problems.join(
      ' ',
    )}`,
    cause: failures[0].reason,
  });
}

/** A plan that this repository cannot fulfil must not stay open until its lease runs out. */
async function giveUp(
  context: RunContext,
  plans: BackupPlan[],
  error: unknown,
) {
  const problem = toProblem(error);
  await Promise.allSettled(
    plans.map(plan => context.client.failPoint(plan.recoveryPointId, problem)),
  );
}

/** A baseline may be the point from before the deployment; everything else is made. */
async function saveStore(
  context: RunContext,
  plan: BackupPlan,
  store: ResolvedStore,
): Promise<SavedStore> {
  const since = performance.now();
  const promotion =
    context.plan.trigger === 'baseline'
      ? await tryPromote(context, plan, store)
      : undefined;
  if (!promotion) return backupStore(context, plan, store);
  const seconds = (performance.now() - since) / 1000;
  return { entityRef: plan.entityRef, seconds, ...promotion };
}

/**
 * Backs up every store of the plan at once. One that fails does not stop the others: what they saved
 * stays, but is no recovery set.
 */
export async function backupStores(
  context: RunContext,
  config: AgentConfig,
  environment: NodeJS.ProcessEnv,
): Promise<SavedStore[]> {
  const plans = context.plan.backups ?? [];
  const entityRefs = plans.map(({ entityRef }) => entityRef);
  let stores;
  try {
    stores = resolveConnections(entityRefs, config, 'connection', environment);
  } catch (error) {
    await giveUp(context, plans, error);
    throw error;
  }
  const outcomes = await Promise.allSettled(
    plans.map((plan, index) => saveStore(context, plan, stores[index])),
  );
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected'
      ? [{ entityRef: entityRefs[index], reason: outcome.reason }]
      : [],
  );
  const saved = outcomes.flatMap(outcome =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  );
  if (plans.length > 1) context.reporter.say(describeSet(saved, plans.length));
  if (failures.length > 0) throw combine(failures);
  return saved;
}
