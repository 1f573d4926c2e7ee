import { SafepointError } from '@safepoint/engine';
import { Option, type Command } from 'commander';
import type { Reporter } from '../report/Reporter';
import { agentVersion } from '../version';
import type { GlobalOptions } from './GlobalOptions';

export interface OnboardOptions extends GlobalOptions {
  project: string;
  environment: string;
  portalUrl: string;
  gitlabUrl: string;
  deployJob?: string;
  component?: string;
  branch: string;
  dryRun?: boolean;
}

/** Declares `safepoint onboard`. The token has no option: arguments are seen by everybody on the machine. */
export function addOnboardCommand(
  program: Command,
  action: (options: unknown, command: Command) => Promise<void>,
): void {
  program
    .command('onboard')
    .description(
      'open the merge request that guards a service (token in GITLAB_TOKEN)',
    )
    .requiredOption('--project <path>', 'path of the project in GitLab')
    .requiredOption('--environment <name>', 'environment that is deployed to')
    .requiredOption('--portal-url <url>', 'address of the portal')
    .addOption(
      new Option('--gitlab-url <url>', 'address of GitLab')
        .env('CI_SERVER_URL')
        .default('https://gitlab.com'),
    )
    .option('--deploy-job <name>', 'only where several jobs deploy there')
    .option('--component <entity>', 'only where the repository has several')
    .option(
      '--branch <name>',
      'branch of the merge request',
      'safepoint-onboard',
    )
    .option('--dry-run', 'show the changes and make none')
    .action(action);
}

/** `safepoint onboard`: finds out what it can, and leaves the rest to a merge request. */
export async function onboard(
  options: OnboardOptions,
  reporter: Reporter,
): Promise<void> {
  const token = readToken(options);
  // Not before it is wanted: GitLab's client would slow every backup's start.
  const { GitLabProject } = await import('../flows/onboard/GitLabProject');
  const { onboardService } = await import('../flows/onboard/onboardService');
  const end = await onboardService(
    new GitLabProject({
      url: options.gitlabUrl.replace(/\/+$/, ''),
      project: options.project,
      token,
    }),
    { ...options, componentVersion: agentVersion },
    { branch: options.branch, dryRun: options.dryRun ?? false },
  );
  if (end.kind === 'shown') {
    reporter.say(`${end.diff}\n${end.description}`);
  } else {
    reporter.report({ event: 'onboarded', mergeRequest: end.mergeRequest });
    reporter.say(`The merge request is open: ${end.mergeRequest}`);
  }
}

/** Throws `config-incomplete` or `usage` with everything that is wrong. */
function readToken({
  portalUrl,
  gitlabUrl,
  environment,
}: OnboardOptions): string {
  const token = process.env.GITLAB_TOKEN;
  const problems = [
    token
      ? undefined
      : 'GITLAB_TOKEN is not set; it holds a token with the scope api',
    /^https?:\/\/[^\s/@]+$/.test(portalUrl)
      ? undefined
      : '--portal-url is no address without a path, such as https://portal.example.com',
    /^https?:\/\/[^\s@]+$/.test(gitlabUrl)
      ? undefined
      : '--gitlab-url is no http(s) address, or holds credentials',
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(environment)
      ? undefined
      : `--environment '${environment}' is no name that the component takes`,
  ].filter((problem): problem is string => problem !== undefined);
  if (!token || problems.length > 0) {
    throw new SafepointError({
      kind: 'config-incomplete',
      message: `This cannot start: ${problems.join('; ')}.`,
    });
  }
  return token;
}
