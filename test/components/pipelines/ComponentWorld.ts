import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalGitLab, type PipelineSummary } from '@safepoint/local-gitlab';
import { GateServer } from '../gate/GateServer';
import { componentNames, readTemplate } from '../templates';

/**
 * Stands for the agent, which has tests of its own: says how it was called, gives a receipt where one is
 * wanted, and fails where the pipeline's commit says so.
 */
const agent = `#!/bin/sh
for argument in "$@"; do echo "argument: $argument"; done
echo "environment: $SAFEPOINT_ENVIRONMENT"
case "$*" in *--receipt-file*) echo "SAFEPOINT_RECEIPT=receipt-of-$CI_PIPELINE_ID" >safepoint.env ;; esac
case "$*" in *"$(cat fail-on)"*) echo "failing as asked"; exit 4 ;; esac
`;

/** A GitLab with the components as they are here, a gate to ask, and a command for the jobs to call. */
export class ComponentWorld {
  readonly gitlab: LocalGitLab;
  readonly gate: GateServer;
  readonly #folder: string;
  #projects = 0;

  private constructor(gitlab: LocalGitLab, gate: GateServer, folder: string) {
    this.gitlab = gitlab;
    this.gate = gate;
    this.#folder = folder;
  }

  /** `command` is what the jobs find under the name `safepoint`. */
  static async start(command = agent): Promise<ComponentWorld> {
    const folder = mkdtempSync(path.join(tmpdir(), 'safepoint-components-'));
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(path.join(bin, 'safepoint'), command);
    chmodSync(path.join(bin, 'safepoint'), 0o755);
    const gitlab = await LocalGitLab.start({
      dataDir: path.join(folder, 'gitlab'),
      variables: { PATH: [bin, process.env.PATH].join(path.delimiter) },
    });
    const components = await gitlab.createProject({
      path: 'safepoint/components',
      files: Object.fromEntries(
        componentNames.map(name => [
          `templates/${name}/template.yml`,
          readTemplate(name),
        ]),
      ),
    });
    await gitlab.tag(components, '0.1.0');
    return new ComponentWorld(gitlab, await GateServer.start(), folder);
  }

  /** A project with this configuration and no pipeline yet. */
  async createService(
    configuration: string,
    files: Record<string, string> = {},
  ): Promise<{ id: number }> {
    this.#projects += 1;
    return this.gitlab.createProject({
      path: `shop/service-${this.#projects}`,
      files: { README: 'x', '.gitlab-ci.yml': configuration, ...files },
    });
  }

  /** Runs a project's pipeline to its end. `failOn` is what the stand-in's call must hold to fail. */
  async run(
    configuration: string,
    options: { failOn?: string } = {},
  ): Promise<PipelineSummary> {
    this.#projects += 1;
    const project = await this.gitlab.createProject({
      path: `shop/service-${this.#projects}`,
      files: { README: 'x' },
    });
    const pipeline = await this.gitlab.push(project, {
      message: 'Deploy',
      files: {
        '.gitlab-ci.yml': configuration,
        'fail-on': options.failOn ?? 'nothing at all',
      },
    });
    return this.gitlab.waitForPipeline(project, pipeline);
  }

  async logOf(summary: PipelineSummary, name: string): Promise<string> {
    return this.gitlab.jobLog(summary.jobs.find(job => job.name === name)!);
  }

  async stop(): Promise<void> {
    await this.gate.stop();
    await this.gitlab.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Statuses by job. */
export function statusesOf(summary: PipelineSummary): Record<string, string> {
  return Object.fromEntries(
    summary.jobs.map(({ name, status }) => [name, status]),
  );
}
