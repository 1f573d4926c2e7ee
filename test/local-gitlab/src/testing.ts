import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalGitLab } from './LocalGitLab';
import type { StartOptions } from './options';

/** A server for one test file; `stop` takes its folder away too. */
export async function startForTest(
  options: Partial<StartOptions> = {},
): Promise<{
  gitlab: LocalGitLab;
  dataDir: string;
  stop: () => Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-gitlab-'));
  const gitlab = await LocalGitLab.start({ dataDir, ...options });
  const stop = async () => {
    await gitlab.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { gitlab, dataDir, stop };
}

/** Reads an answer's JSON as a mapping. */
export async function readJson(
  response: Response,
): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

/** Asks again and again until the answer is there; fails after thirty seconds. */
export async function eventually<T>(
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error('what was waited for did not come');
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}
