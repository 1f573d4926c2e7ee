import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { explainedError } from '../../bootstrap/explainedError.mjs';
import { root } from '../../bootstrap/paths.mjs';
import type { ProcessGroups } from '../../process/ProcessGroups';
import { runToEnd } from '../../process/runToEnd';

const bundle = path.join(root, 'packages/agent/dist/safepoint.cjs');
const timeoutMilliseconds = 120_000;

/** The built agent as the command `safepoint`, in a folder to be put on a PATH. */
export class AgentCommand {
  readonly folder: string;
  readonly #logsFolder: string;

  private constructor(folder: string, logsFolder: string) {
    this.folder = folder;
    this.#logsFolder = logsFolder;
  }

  static async install(folder: string, logsFolder: string) {
    const file = path.join(folder, 'safepoint');
    const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
    await writeFile(
      file,
      `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(bundle)} "$@"\n`,
    );
    await chmod(file, 0o755);
    return new AgentCommand(folder, logsFolder);
  }

  /** Runs it outside of any job: no portal and no token in its environment. Answers what it said. */
  async run(
    args: string[],
    context: { groups: ProcessGroups; signal: AbortSignal },
  ): Promise<string> {
    const { exitCode, tail } = await runToEnd({
      ...context,
      file: path.join(this.folder, 'safepoint'),
      args,
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        SAFEPOINT_RUN: process.env.SAFEPOINT_RUN,
      },
      logFile: path.join(this.#logsFolder, `safepoint-${args[0]}.log`),
      timeoutMilliseconds,
    });
    if (exitCode !== 0) {
      throw explainedError(
        `${tail.trimEnd()}\nsafepoint ${
          args[0]
        } ended with exit code ${exitCode}.`,
      );
    }
    return tail;
  }
}
