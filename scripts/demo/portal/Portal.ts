import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { explainedError } from '../../bootstrap/explainedError.mjs';
import { root } from '../../bootstrap/paths.mjs';
import { followOutput } from '../../process/followOutput';
import type { ProcessGroups } from '../../process/ProcessGroups';

const startMilliseconds = 120_000;

/** A portal that runs: the backend of packages/backend, which serves the built app as well. */
export class Portal {
  readonly url: string;
  readonly #groups: ProcessGroups;
  readonly #server: ChildProcess;

  private constructor(
    url: string,
    groups: ProcessGroups,
    server: ChildProcess,
  ) {
    this.url = url;
    this.#groups = groups;
    this.#server = server;
  }

  /** Starts it and waits until it answers. `configFiles` come on top of app-config.yaml. */
  static async start(options: {
    url: string;
    configFiles: string[];
    env?: NodeJS.ProcessEnv;
    groups: ProcessGroups;
    logFile: string;
    signal: AbortSignal;
  }): Promise<Portal> {
    const { url, configFiles, groups, logFile, signal } = options;
    const server = groups.start(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        'src/index.ts',
        ...[path.join(root, 'app-config.yaml'), ...configFiles].flatMap(
          file => ['--config', file],
        ),
      ],
      {
        // Paths in the configuration of the catalog are relative to here.
        cwd: path.join(root, 'packages/backend'),
        env: { ...process.env, NODE_ENV: 'development', ...options.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const { tail } = followOutput(server, logFile);
    const portal = new Portal(url, groups, server);
    await portal.#waitUntilReady(tail, logFile, signal);
    return portal;
  }

  stop(): Promise<void> {
    return this.#groups.end(this.#server);
  }

  async #waitUntilReady(
    tail: () => string,
    logFile: string,
    signal: AbortSignal,
  ) {
    const deadline = Date.now() + startMilliseconds;
    while (!(await this.#isReady(signal))) {
      const ended = this.#server.exitCode !== null;
      if (ended || Date.now() > deadline) {
        throw explainedError(
          `${tail()}\nThe portal did not ${
            ended ? 'start' : `answer in ${startMilliseconds / 1000} s`
          }; its log is ${logFile}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }

  async #isReady(signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    try {
      const { status } = await fetch(
        `${this.url}/.backstage/health/v1/readiness`,
        { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) },
      );
      return status === 200;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }
}
