import type {
  DrillView,
  ProofPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { AgentConfig } from '../config/configSchema';
import type { RunContext } from '../run/withRun';
import { discardRestored } from './discardRestored';
import { provePlanned } from './provePlanned';
import type { Proof } from './provePoint';

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
  const { plan, proof } = await provePlanned({
    context,
    config,
    environment,
    purpose: 'drill',
  });
  const { entityRef, recoveryPointId } = plan;
  const name = await discardRestored(proof);
  if (name) context.reporter.report({ event: 'store-discarded', name });
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
