import { readJobEnvironment } from '../config/jobEnvironment';
import { loadConfig } from '../config/loadConfig';
import { describeDrill } from '../flows/describeDrill';
import { drillStore } from '../flows/drillStore';
import type { Reporter } from '../report/Reporter';
import { withRun } from '../run/withRun';
import type { PortalCommandOptions } from './GlobalOptions';

export interface DrillOptions extends PortalCommandOptions {
  recoveryPoint?: string;
  sourceEnvironment?: string;
  store?: string[];
}

/** `safepoint drill`: restores a recovery point on the scratch server and proves what it holds. */
export async function drill(
  options: DrillOptions,
  reporter: Reporter,
): Promise<void> {
  const config = await loadConfig(options.config);
  const job = readJobEnvironment(process.env, options, {
    environment: true,
    sourceEnvironment: true,
  });
  const { result, plan } = await withRun(
    {
      job,
      reporter,
      open: {
        operation: 'drill',
        environment: job.environment,
        sourceEnvironment: job.sourceEnvironment,
        component: config.component,
        stores: options.store ?? Object.keys(config.stores),
        ...(options.recoveryPoint && {
          recoveryPointId: options.recoveryPoint,
        }),
      },
    },
    context => drillStore(context, config, process.env),
  );
  reporter.say(describeDrill(result, plan.drill?.entityRef));
}
