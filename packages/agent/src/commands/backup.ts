import type { ReceiptView } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { AgentConfig } from '../config/configSchema';
import { readJobEnvironment } from '../config/jobEnvironment';
import { loadConfig } from '../config/loadConfig';
import { orDirect } from '../direct/orDirect';
import {
  type DirectSettings,
  readDirectSettings,
} from '../direct/readDirectSettings';
import { readPortalDeadline } from '../direct/readPortalDeadline';
import { backupStores } from '../flows/backupStores';
import { describeSaved } from '../flows/describeSaved';
import { directBackup } from '../flows/directBackup';
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
  unchanged?: string;
  onPortalUnreachable?: string;
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
  if (options.unchanged !== undefined && trigger !== 'pre-deploy') {
    throw new SafepointError({
      kind: 'usage',
      message:
        'That nothing changed matters for --trigger pre-deploy only; leave --unchanged out.',
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
  const settings = readDirectSettings(process.env, options);
  const config = await loadConfig(options.config);
  const work = { options, reporter, trigger, config };
  const receipt = await orDirect(
    () => backUpThroughPortal(work),
    settings && (reason => backUpWithoutPortal({ ...work, settings, reason })),
  );
  if (receipt && options.receiptFile) {
    await writeReceipt(options.receiptFile, receipt);
  }
}

interface Work {
  options: BackupOptions;
  reporter: Reporter;
  trigger: (typeof TRIGGERS)[number];
  config: AgentConfig;
}

async function backUpThroughPortal({
  options,
  reporter,
  trigger,
  config,
}: Work): Promise<ReceiptView | undefined> {
  const breakGlass = readBreakGlass(options.breakGlass, process.env, trigger);
  const job = readJobEnvironment(process.env, options, { environment: true });
  const { result, receipt } = await withRun(
    {
      job,
      reporter,
      ...(trigger === 'scheduled' && { patience: scheduledPatience }),
      portalRetry: { deadlineMs: readPortalDeadline(process.env) },
      open: {
        operation: 'backup',
        trigger,
        environment: job.environment,
        component: config.component,
        stores: options.store ?? Object.keys(config.stores),
        ...(breakGlass !== undefined && { breakGlass }),
        ...(options.unchanged && { unchanged: options.unchanged }),
        ...(process.env.CI_JOB_NAME && { jobName: process.env.CI_JOB_NAME }),
      },
    },
    context => {
      context.plan.gate?.reasons.forEach(reason => reporter.say(reason));
      return backupStores(context, config, process.env);
    },
  );
  result.forEach(saved => reporter.say(describeSaved(saved)));
  if (trigger !== 'pre-deploy') return undefined;
  if (!receipt) {
    throw new SafepointError({
      kind: 'portal-unexpected',
      message:
        'The portal gave no receipt, so the deploy job cannot start. See the Recovery tab for the reason.',
    });
  }
  reporter.say(
    `The gate is open for deployment ${receipt.deploymentId} until ${receipt.expiresAt}.`,
  );
  return receipt;
}

/** The receipt is a note for this pipeline's gate script, which takes it only while the portal is away. */
async function backUpWithoutPortal({
  options,
  reporter,
  trigger,
  config,
  settings,
  reason,
}: Work & {
  settings: DirectSettings;
  reason: Error;
}): Promise<ReceiptView | undefined> {
  const { saved, planExpiresAt } = await directBackup({
    settings,
    config,
    asked: {
      trigger,
      stores: options.store ?? Object.keys(config.stores),
      environment: options.environment ?? process.env.SAFEPOINT_ENVIRONMENT,
    },
    variables: process.env,
    reporter,
    reason,
  });
  if (trigger !== 'pre-deploy') return undefined;
  return {
    token: ['direct', ...saved.map(({ id }) => id)].join('.'),
    deploymentId: 'direct',
    expiresAt: planExpiresAt,
  };
}
