import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../../../scripts/bootstrap/paths.mjs';
import { render } from '../../components/templates';
import { findTool } from '../../support/servers';
import type { RecoveryWorld } from '../../support/world/RecoveryWorld';
import { type CommandRun, measureCommand } from './measureCommand';
import { addRuns } from './measureInTurn';
import { median } from './pairedRatio';
import type { Side } from './runPaired';

const agent = join(root, 'packages/agent/dist/safepoint.cjs');
const steps = ['gate', 'receipt', 'baseline'] as const;

/** A guarded deployment without the deployment: the gate, its confirmation in the deploy job, the baseline. */
export class GuardSide implements Side {
  readonly command =
    'safepoint backup --trigger pre-deploy, the gate script, safepoint backup --trigger baseline';
  readonly #world: RecoveryWorld;
  readonly #script: string;
  readonly #runs: CommandRun[][] = [];
  #jobs = 910_000;

  constructor(world: RecoveryWorld) {
    this.#world = world;
    const jobs = render('deploy-guard', {
      'portal-url': world.portal.url,
      environment: 'staging',
      'deploy-job': 'deploy',
    });
    const script = jobs['.safepoint-gate'].script as string[];
    this.#script = ['set -eu', ...script].join('\n');
  }

  async run(signal: AbortSignal): Promise<CommandRun> {
    // Each deployment has a pipeline of its own.
    const pipeline = `${this.#jobs + 1}`;
    const receiptFile = join(this.#world.folder, `receipt-${pipeline}.env`);
    const measure = async (
      command: string[],
      variables: Record<string, string> = {},
    ) =>
      measureCommand(command, {
        signal,
        cwd: this.#world.folder,
        env: { ...(await this.#jobVariables(pipeline)), ...variables },
      });
    const backup = [process.execPath, agent, 'backup', '--trigger'];
    const done = [
      await measure([...backup, 'pre-deploy', '--receipt-file', receiptFile]),
      await measure(
        ['bash', '-c', this.#script],
        parseDotenv(await readFile(receiptFile, 'utf8')),
      ),
      await measure([...backup, 'baseline']),
    ];
    this.#runs.push(done);
    return addRuns(done);
  }

  /** Of the last so many runs. */
  stepMedianSeconds(runs: number): Record<string, number> {
    const counted = this.#runs.slice(-runs);
    return Object.fromEntries(
      steps.map((step, index) => [
        step,
        median(counted.map(run => run[index].seconds)),
      ]),
    );
  }

  async #jobVariables(pipeline: string): Promise<Record<string, string>> {
    this.#jobs += 1;
    const { gitlab, portal, store } = this.#world;
    return {
      PATH: `${process.env.PATH}:${dirname(findTool('pg_dump')!)}`,
      ...store.variables,
      SAFEPOINT_PORTAL_URL: portal.url,
      SAFEPOINT_ENVIRONMENT: 'staging',
      SAFEPOINT_ID_TOKEN: await gitlab.mint({
        aud: portal.url,
        project_id: '5',
        job_project_id: '5',
        project_path: 'shop/orders',
        pipeline_id: pipeline,
        job_id: `${this.#jobs}`,
        environment: 'staging',
        environment_protected: 'false',
      }),
    };
  }
}

function parseDotenv(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map(line => line.split(/=(.*)/s).slice(0, 2)),
  );
}
