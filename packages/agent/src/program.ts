import { Command, InvalidArgumentError, Option } from 'commander';
import { backup } from './commands/backup';
import { drill } from './commands/drill';
import { addExplainCommand } from './commands/explain/explain';
import { keysInit } from './commands/keysInit';
import { addOnboardCommand, onboard } from './commands/onboard';
import { operation } from './commands/operation';
import { addReindexCommand, reindex } from './commands/reindex';
import { addPolicyCommand } from './commands/policy/policyLint';
import { report } from './commands/report';
import { restore } from './commands/restore';
import { addRetentionCommand, retentionPlan } from './commands/retentionPlan';
import { verify } from './commands/verify';
import { runCommand } from './commands/runCommand';
import type { Reporter } from './report/Reporter';
import type { GlobalOptions } from './commands/GlobalOptions';
import { agentVersion } from './version';

type Work<T> = (options: T, reporter: Reporter) => Promise<void>;

function action<T extends GlobalOptions>(work: Work<T>) {
  return async (_options: unknown, command: Command) => {
    // Typed by the options that are declared below.
    const options = command.optsWithGlobals() as T;
    await runCommand(options, reporter => work(options, reporter));
  };
}

function collect(value: string, before: string[] | undefined): string[] {
  if (!value) throw new InvalidArgumentError('It must not be empty.');
  return [...(before ?? []), value];
}

const portalUrl = () =>
  new Option(
    '--portal-url <url>',
    'address of the portal (SAFEPOINT_PORTAL_URL)',
  );
const environment = () =>
  new Option(
    '--environment <name>',
    'environment of the stores (SAFEPOINT_ENVIRONMENT)',
  );
const store = () =>
  new Option('--store <entity>', 'only this store; may be repeated').argParser(
    collect,
  );

function addPipelineCommands(program: Command): void {
  program
    .command('backup')
    .description('make a recovery point of each store')
    .addOption(portalUrl())
    .addOption(environment())
    .addOption(store())
    .option(
      '--trigger <trigger>',
      'pre-deploy, baseline, manual or scheduled (SAFEPOINT_TRIGGER)',
    )
    .option(
      '--receipt-file <file>',
      'write the receipt of the gate there, as dotenv',
    )
    .option(
      '--break-glass <reason>',
      'deploy without a recovery point, where the policy allows it (SAFEPOINT_BREAK_GLASS)',
    )
    .option(
      '--unchanged <rule>',
      'nothing that touches data changed, by this rule of the pipeline; the policy decides what follows',
    )
    .option(
      '--on-portal-unreachable <choice>',
      'fail or direct (SAFEPOINT_ON_PORTAL_UNREACHABLE): end, or go on under the plan in the bucket',
    )
    .action(action(backup));
  program
    .command('drill')
    .description('restore a recovery point on the scratch server and prove it')
    .addOption(portalUrl())
    .option(
      '--environment <name>',
      'environment of this job, one for drills (SAFEPOINT_ENVIRONMENT)',
    )
    .option(
      '--source-environment <name>',
      'environment whose recovery point is restored (SAFEPOINT_SOURCE_ENVIRONMENT)',
    )
    .addOption(store())
    .option(
      '--recovery-point <id>',
      'default: the portal chooses, the newest one',
    )
    .action(action(drill));
  program
    .command('operation')
    .description(
      'do what a request in the portal says (in the recovery project)',
    )
    .addOption(portalUrl())
    .addOption(environment())
    .requiredOption('--request <id>', 'id of the request')
    .action(action(operation));
  program
    .command('report')
    .description('tell the portal how the deployment of this pipeline ended')
    .addOption(portalUrl())
    .addOption(environment())
    .requiredOption('--outcome <outcome>', 'succeeded or failed')
    .option('--component <entity>', 'which component was deployed')
    .action(action(report));
}

function addStorageCommands(program: Command): void {
  program
    .command('verify')
    .description(
      'check a recovery point from the storage alone, without a portal',
    )
    .requiredOption('--storage <url>', 'file:///folder or s3://bucket/prefix')
    .requiredOption(
      '--point <prefix>',
      'namespace/kind/name/environment/id of the recovery point',
    )
    .requiredOption(
      '--signing-keys <file>',
      'public keys of the portal, a JWK Set',
    )
    .option(
      '--identity <file>',
      'escrow identity; with it the data is decrypted, too',
    )
    .action(action(verify));
  program
    .command('restore')
    .description('break glass: restore from the storage without a portal')
    .requiredOption(
      '--from-storage <url>',
      'file:///folder or s3://bucket/prefix',
    )
    .requiredOption(
      '--point <prefix>',
      'namespace/kind/name/environment/id of the recovery point',
    )
    .requiredOption(
      '--signing-keys <file>',
      'public keys of the portal, a JWK Set',
    )
    .requiredOption('--identity <file>', 'escrow identity')
    .requiredOption(
      '--store-url-env <variable>',
      'variable that holds the connection string',
    )
    .option('--switch', 'make the restored store the live one')
    .action(action(restore));
}

/** The command line; what each command does is in its own file. */
export function createProgram(): Command {
  const program = new Command('safepoint')
    .description('Backup and recovery as part of the deployment pipeline')
    .version(agentVersion)
    .option('--config <file>', 'configuration of the service', 'safepoint.yaml')
    .addOption(
      new Option('--log <format>', 'what to write to the standard error')
        .choices(['human', 'json'])
        .default('human'),
    )
    .showHelpAfterError('(safepoint --help lists the commands)')
    .exitOverride();
  addPipelineCommands(program);
  addStorageCommands(program);
  addOnboardCommand(program, action(onboard));
  addReindexCommand(program, action(reindex));
  addRetentionCommand(program, action(retentionPlan));
  addPolicyCommand(program);
  addExplainCommand(program);
  program
    .command('keys')
    .description('keys of an installation')
    .command('init')
    .description('make escrow identity, backend identity and signing key')
    .requiredOption('--out <folder>', 'folder for them; nothing is overwritten')
    .action(action(keysInit));
  program
    .command('version')
    .description('print the version')
    .action(() => {
      process.stdout.write(`${agentVersion}\n`);
    });
  return program;
}
