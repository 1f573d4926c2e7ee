import type { ProofPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { AgentConfig } from '../config/configSchema';
import { resolveConnections } from '../config/resolveConnections';
import type { RunContext } from '../run/withRun';
import { provePoint, type Proof, type ProveInput } from './provePoint';

/** Restores the point that the run's plan names, into the store that the configuration names for it. */
export async function provePlanned(input: {
  context: RunContext;
  config: AgentConfig;
  environment: NodeJS.ProcessEnv;
  purpose: 'drill' | 'restore';
  onStep?: ProveInput['onStep'];
}): Promise<{ plan: ProofPlan; label: string; proof: Proof }> {
  const { context, config, environment, purpose, onStep } = input;
  const plan = context.plan[purpose];
  if (!plan) {
    throw new SafepointError({
      kind: 'portal-unexpected',
      message:
        'The portal opened the run without saying what to restore. Is the agent newer than the portal?',
    });
  }
  const { entityRef, recoveryPointId } = plan;
  const [store] = resolveConnections([entityRef], config, purpose, environment);
  context.reporter.report({
    event: 'restore-started',
    entityRef,
    recoveryPointId,
  });
  const label = context.plan.runId.toLowerCase();
  const beside = purpose === 'restore' ? 'live' : 'nothing';
  const proof = await provePoint({
    context,
    plan,
    store,
    label,
    beside,
    onStep,
  });
  return { plan, label, proof };
}
