import type { ProofPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { AgentConfig } from '../config/configSchema';
import type { RunContext } from '../run/withRun';
import { discardRestored } from './discardRestored';
import { provePlanned } from './provePlanned';
import type { Proof } from './provePoint';

/** What a finished restore left. */
export interface RestoredPoint {
  entityRef: string;
  recoveryPointId: string;
  live: string;
  kept?: string;
  level?: string;
}

async function mayProceed(
  context: RunContext,
  plan: ProofPlan,
  proof: Proof,
): Promise<string | undefined> {
  const answer = await context.client.reportRestore('checked', {
    proof: proof.submission,
  });
  if (proof.error) throw proof.error;
  if (!answer.proceed) {
    throw new SafepointError({
      kind: 'verification-failed',
      message: `The restored ${plan.entityRef} was not switched over: ${
        answer.reason ?? 'its content does not reach the level that is required'
      }. The live store was not touched.`,
    });
  }
  return answer.level;
}

async function switchOver(
  context: RunContext,
  plan: ProofPlan,
  proof: Proof,
  label: string,
): Promise<string | undefined> {
  context.signal.throwIfAborted();
  context.progress.set(plan.entityRef, 'switch');
  const { kept } = await proof.driver.switchOver(
    proof.driverContext,
    proof.restored!,
    { label },
  );
  // From here on the restored store is the live one: nothing may discard it.
  proof.restored = undefined;
  try {
    await context.client.reportRestore('switched', { ...(kept && { kept }) });
  } catch (cause) {
    throw new SafepointError({
      kind: 'portal-unreachable',
      message: `${plan.entityRef} IS restored and switched over (the old store is kept as ${kept}), but the portal could not be told. Do not restore again; tell the platform team.`,
      cause,
    });
  }
  return kept;
}

/**
 * Restores beside the live store, lets the portal judge the result, and only then switches over. Until
 * the switch every failure leaves the live store as it was and removes the copy.
 */
export async function restoreStore(
  context: RunContext,
  config: AgentConfig,
  environment: NodeJS.ProcessEnv,
): Promise<RestoredPoint> {
  const { plan, label, proof } = await provePlanned({
    context,
    config,
    environment,
    purpose: 'restore',
    onStep: async step => {
      await context.client.reportRestore(step);
    },
  });
  const { entityRef, recoveryPointId } = plan;
  const live = proof.driver.nameOf(proof.driverContext);
  try {
    const level = await mayProceed(context, plan, proof);
    const kept = await switchOver(context, plan, proof, label);
    return { entityRef, recoveryPointId, live, kept, level };
  } catch (error) {
    await discardRestored(proof);
    throw error;
  }
}
