import { SafepointError } from '@safepoint/engine';
import { readJobEnvironment } from '../config/jobEnvironment';
import { loadConfig } from '../config/loadConfig';
import { backupStores } from '../flows/backupStores';
import { describeSaved } from '../flows/describeSaved';
import { writeReceipt } from '../flows/writeReceipt';
import type { Reporter } from '../report/Reporter';
import { scheduledPatience } from '../run/waitForStore';
import { withRun } from '../run/withRun';
import type { PortalCommandOptions } from './GlobalOptions';
import { readBreakGlass } from './readBreakGlass';

const TRIGGERS = ['pre-deploy', 'baseline', 'manual', 'scheduled'] as const;

export interface BackupOptions extends PortalCommandOptions {
  trigger?: string;
  receiptFile?: string;
  breakGlass?: string;
  store?: string[];
}

function readTrigger(options: BackupOptions): (typeof TRIGGERS)[number] {
  const text = options.trigger ?? process.env.SAFEPOINT_TRIGGER ?? 'manual';
  const trigger = TRIGGERS.find(candidate => candidate === text);
  if (!trigger) {
    throw new SafepointError({
      kind: 'usage',
      message: `The trigger '${text}' is unknown; it is one of ${TRIGGERS.join(
        ', ',
      )}.`,
    });
  }
  if (options.receiptFile && trigger !== 'pre-deploy') {
    throw new SafepointError({
      kind: 'usage',
      message:
        'A receipt is given for --trigger pre-deploy only; leave --receipt-file out.',
    });
  }
  return trigger;
}

/** `safepoint backup`: a recovery point of each store, and for a deployment the receipt of the gate. */
export async function backup(
  options: BackupOptions,
  reporter: Reporter,
): Promise<void> {
  const trigger = readTrigger(options);
  const breakGlass = readBreakGlass(options.breakGlass, process.env, trigger);
  const config = await loadConfig(options.config);
  const job = readJobEnvironment(process.env, options, { environment: true });
  const { result, receipt } = await withRun(
    {
      job,
      reporter,
      ...(trigger === 'scheduled' && { patience: scheduledPatience }),
      open: {
        operation: 'backup',
        trigger,
        environment: job.environment,
        component: config.component,
        stores: options.store ?? Object.keys(config.stores),
        ...(breakGlass !== undefined && { breakGlass }),
        ...(process.env.CI_JOB_NAME && { jobName: process.env.CI_JOB_NAME }),
      },
    },
    context => {
      context.plan.gate?.reasons.forEach(reason => reporter.say(reason));
      return backupStores(context, config, process.env);
    },
  );
  result.forEach(saved => reporter.say(describeSaved(saved)));
  if (trigger !== 'pre-deploy') return;
  if (!receipt) {
    throw new SafepointError({
      kind: 'portal-unexpected',
      message:
        'The portal gave no receipt, so the deploy job cannot start. See the Recovery tab for the reason.',
    });
  }
  if (options.receiptFile) await writeReceipt(options.receiptFile, receipt);
  reporter.say(
    `The gate is open for deployment ${receipt.deploymentId} until ${receipt.expiresAt}.`,
  );
}
