import type {
  DrillView,
  ProofPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { AgentConfig } from '../config/configSchema';
import { resolveConnections } from '../config/resolveConnections';
import type { RunContext } from '../run/withRun';
import { provePoint, type Proof } from './provePoint';

function missingPlan(): SafepointError {
  return new SafepointError({
    kind: 'portal-unexpected',
    message:
      'The portal opened the run without saying what to restore. Is the agent newer than the portal?',
  });
}

async function discard(context: RunContext, proof: Proof): Promise<void> {
  if (!proof.restored) return;
  // Also after an abort: a scratch server must not fill up with copies of production.
  const driverContext = {
    ...proof.driverContext,
    signal: new AbortController().signal,
  };
  await proof.driver.discard(driverContext, proof.restored);
  context.reporter.report({
    event: 'store-discarded',
    name: proof.restored.name,
  });
}

function describeFailure(
  plan: ProofPlan,
  drill: DrillView,
  proof: Proof,
): SafepointError {
  const failed = drill.checks
    .filter(({ passed }) => !passed)
    .map(({ name, expected, actual }) =>
      expected === undefined && actual === undefined
        ? name
        : `${name} (expected ${expected ?? 'nothing'}, found ${
            actual ?? 'nothing'
          })`,
    );
  const kind = proof.submission.problem?.kind ?? 'drill-failed';
  const why = proof.submission.problem?.message ?? failed.join('; ');
  return new SafepointError({
    kind: 'drill-failed',
    message: `The drill of recovery point ${plan.recoveryPointId} of ${
      plan.entityRef
    } failed${kind === 'drill-failed' ? '' : ` (${kind})`}: ${
      why || drill.problem?.message || 'the portal does not say why'
    }`,
    cause: proof.error,
  });
}

/** Restores a recovery point on the scratch server, submits what it saw, and throws if that failed. */
export async function drillStore(
  context: RunContext,
  config: AgentConfig,
  environment: NodeJS.ProcessEnv,
): Promise<DrillView> {
  const plan = context.plan.drill;
  if (!plan) throw missingPlan();
  const { entityRef, recoveryPointId } = plan;
  const [store] = resolveConnections([entityRef], config, 'drill', environment);
  context.reporter.report({
    event: 'restore-started',
    entityRef,
    recoveryPointId,
  });
  const label = context.plan.runId.toLowerCase();
  const proof = await provePoint({
    context,
    plan,
    store,
    label,
    beside: 'nothing',
  });
  await discard(context, proof);
  // An aborted drill says nothing about the recovery point.
  context.signal.throwIfAborted();
  const drill = await context.client.submitDrill(proof.submission);
  const { outcome, level, checks } = drill;
  context.reporter.report({
    event: 'drill-judged',
    entityRef,
    recoveryPointId,
    outcome,
    level,
    checks,
  });
  if (outcome === 'failed') throw describeFailure(plan, drill, proof);
  return drill;
}
