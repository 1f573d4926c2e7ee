import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dependencyStamp } from '../bootstrap/dependencyStamp.mjs';
import { explainedError } from '../bootstrap/explainedError.mjs';
import { root, toolsDir } from '../bootstrap/paths.mjs';
import { withProgress } from '../bootstrap/progress.mjs';
import { withLock } from '../bootstrap/setupLock.mjs';
import type { ProcessGroups } from '../process/ProcessGroups';
import { runToEnd } from '../process/runToEnd';
import { builds, type BuildName } from './builds';
import { sourceStamp } from './sourceStamp';

const timeoutMilliseconds = 10 * 60_000;

/** Builds what is not there or not of the present sources; one build at a time on this machine. */
export async function ensureBuilt(
  names: BuildName[],
  context: { groups: ProcessGroups; signal: AbortSignal },
): Promise<void> {
  if (names.length === 0) return;
  await withLock(path.join(toolsDir, 'build.lock'), async () => {
    for (const name of new Set(names)) await ensureOne(name, context);
  });
}

async function ensureOne(
  name: BuildName,
  context: { groups: ProcessGroups; signal: AbortSignal },
) {
  const build = builds[name];
  // In the output folder: whoever removes the output removes the claim.
  const stampFile = path.join(build.output, '.safepoint-build');
  const stamp = `${sourceStamp(root, build.sources)} ${dependencyStamp(root)}`;
  const built = await readFile(stampFile, 'utf8').catch(() => undefined);
  if (built === stamp) return;

  await withProgress(build.title, async () => {
    const logFile = path.join(
      root,
      `node_modules/.cache/safepoint/${name}.log`,
    );
    const { exitCode, tail } = await runToEnd({
      ...context,
      file: 'yarn',
      args: ['workspace', build.workspace, 'build'],
      cwd: root,
      // Jest sets it to "test", for which the app knows no browsers.
      env: { ...process.env, NODE_ENV: undefined },
      logFile,
      timeoutMilliseconds,
    });
    if (exitCode !== 0) {
      throw explainedError(
        `${tail.trimEnd()}\n${build.title} failed (exit code ${exitCode}).`,
      );
    }
  });
  await writeFile(stampFile, stamp);
}
