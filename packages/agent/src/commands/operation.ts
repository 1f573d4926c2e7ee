import type { RunPlan } from '@safepoint/backstage-plugin-safepoint-common';
import type { AgentConfig } from '../config/configSchema';
import { readJobEnvironment } from '../config/jobEnvironment';
import { loadConfig } from '../config/loadConfig';
import { backupStores } from '../flows/backupStores';
import { describeDrill } from '../flows/describeDrill';
import { describeSaved } from '../flows/describeSaved';
import { drillStore } from '../flows/drillStore';
import { restoreStore } from '../flows/restoreStore';
import type { Reporter } from '../report/Reporter';
import { withRun, type RunContext } from '../run/withRun';
import type { PortalCommandOptions } from './GlobalOptions';

export interface OperationOptions extends PortalCommandOptions {
  request: string;
}

type Operation = RunPlan['operation'];

/** Each does its work and says what it did. */
const OPERATIONS: Record<
  Operation,
  (context: RunContext, config: AgentConfig) => Promise<string[]>
> = {
  backup: async (context, config) =>
    (await backupStores(context, config, process.env)).map(describeSaved),
  drill: async (context, config) => [
    describeDrill(
      await drillStore(context, config, process.env),
      context.plan.drill?.entityRef,
    ),
  ],
  restore: async (context, config) => {
    const done = await restoreStore(context, config, process.env);
    return [
      `${done.entityRef} is restored to recovery point ${
        done.recoveryPointId
      } (proven to ${done.level ?? 'the required level'}): ${
        done.live
      } is the restored store, the old one is kept as ${done.kept}.`,
    ];
  },
};

/** `safepoint operation`: does what a request in the portal says; the portal decides what that is. */
export async function operation(
  options: OperationOptions,
  reporter: Reporter,
): Promise<void> {
  const config = await loadConfig(options.config);
  const job = readJobEnvironment(process.env, options, { environment: false });
  const { result } = await withRun(
    {
      job,
      reporter,
      open: {
        operation: 'request',
        requestId: options.request,
        ...(job.environment && { environment: job.environment }),
      },
    },
    context => OPERATIONS[context.plan.operation](context, config),
  );
  result.forEach(line => reporter.say(line));
}
