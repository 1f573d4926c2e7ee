import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../state/types';
import { stateFolder } from './gitlabCiLocal';
import { maskSecrets } from './maskSecrets';
import { safeJobName } from './safeJobName';

/** Job logs: read from gitlab-ci-local's file while the job runs, kept masked afterwards. */
export class JobLogs {
  readonly #folder: string;
  readonly #secrets = new Map<number, readonly string[]>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Must be called before the job starts: what is hidden from its log. */
  protect(job: Job, secrets: readonly string[]): void {
    this.#secrets.set(job.id, secrets);
  }

  /** The job's log, masked; empty while there is none. */
  async read(job: Job): Promise<string> {
    const kept = await readFile(this.#keptPath(job), 'utf8').catch(
      () => undefined,
    );
    if (kept !== undefined) return kept;
    return job.status === 'running' ? this.#readLive(job) : '';
  }

  /** Keeps the log of a job that ended. `fallback` is shown where the script never began. */
  async keep(job: Job, fallback: string, lastLine: string): Promise<void> {
    const live = await this.#readLive(job);
    const text =
      live === ''
        ? maskSecrets(fallback, this.#secrets.get(job.id) ?? [])
        : live;
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.#keptPath(job), `${text}${lastLine}\n`, {
      mode: 0o600,
    });
    this.#secrets.delete(job.id);
    // Unmasked, and under a name that a retry of the job uses again.
    await rm(livePath(job), { force: true });
  }

  async #readLive(job: Job): Promise<string> {
    const secrets = this.#secrets.get(job.id);
    // Without knowing what to hide nothing is shown.
    if (!secrets) return '';
    const text = await readFile(livePath(job), 'utf8').catch(() => '');
    return maskSecrets(text, secrets);
  }

  #keptPath(job: Job): string {
    return join(this.#folder, `${job.id}.log`);
  }
}

function livePath(job: Job): string {
  const name = `${safeJobName(job.definition.name)}.log`;
  return join(job.pipeline.workspace, stateFolder, 'output', name);
}
