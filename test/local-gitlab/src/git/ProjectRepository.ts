import { mkdir } from 'node:fs/promises';
import { formatFastImport } from './formatFastImport';
import type { FileChanges } from './formatFastImport';
import { readGit, runGit } from './runGit';

/** The name of every project's default branch. */
export const defaultBranch = 'main';

/** Stands for the server's address where that address itself is redirected. */
export const originScheme = 'local-gitlab:';

/** A project's real, bare git repository. */
export class ProjectRepository {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(folder: string): Promise<ProjectRepository> {
    await mkdir(folder, { recursive: true });
    await runGit(folder, [
      'init',
      '--quiet',
      '--bare',
      '--initial-branch',
      defaultBranch,
    ]);
    // Component includes are fetched as partial clones.
    await runGit(folder, ['config', 'uploadpack.allowFilter', 'true']);
    await runGit(folder, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
    return new ProjectRepository(folder);
  }

  /** Adds a commit to a branch, which starts at the default branch when it is new. */
  async commit(options: {
    branch: string;
    message: string;
    files: FileChanges;
  }): Promise<string> {
    await runGit(this.#folder, [
      'check-ref-format',
      '--branch',
      options.branch,
    ]);
    const parent =
      (await this.findCommit(options.branch)) ??
      (await this.findCommit(defaultBranch));
    const stream = formatFastImport({ ...options, parent, now: new Date() });
    await runGit(this.#folder, ['fast-import', '--quiet', '--force'], stream);
    return runGit(this.#folder, ['rev-parse', `refs/heads/${options.branch}`]);
  }

  async tag(name: string, sha: string): Promise<void> {
    await runGit(this.#folder, ['tag', '--', name, sha]);
  }

  /** The commit that a branch, or a tag, points to. */
  async findCommit(
    name: string,
    kind: 'heads' | 'tags' = 'heads',
  ): Promise<string | undefined> {
    const listing = await runGit(this.#folder, [
      'for-each-ref',
      '--format=%(refname) %(objectname)',
      `refs/${kind}`,
    ]);
    return listing
      .split('\n')
      .map(line => line.split(' '))
      .find(([ref]) => ref === `refs/${kind}/${name}`)?.[1];
  }

  /** A file's text at a branch or commit; undefined where there is none. */
  async readFile(ref: string, path: string): Promise<string | undefined> {
    const commit = (await this.findCommit(ref)) ?? ref;
    const listing = await runGit(this.#folder, [
      'ls-tree',
      '--end-of-options',
      commit,
      path,
    ]);
    const blob = /^\d+ blob (\w+)/.exec(listing)?.[1];
    return blob && readGit(this.#folder, ['cat-file', 'blob', blob]);
  }

  /** The whole message of a commit. */
  message(sha: string): Promise<string> {
    return runGit(this.#folder, ['log', '-1', '--format=%B', sha]);
  }

  /** Checks a commit out into a new folder, as a branch, with the remote that a runner would see. */
  async checkOut(options: {
    folder: string;
    branch: string;
    sha: string;
    remoteUrl: string;
  }): Promise<void> {
    const { folder } = options;
    await runGit(this.#folder, [
      'clone',
      '--quiet',
      '--no-checkout',
      this.#folder,
      folder,
    ]);
    await runGit(folder, [
      'checkout',
      '--quiet',
      '-B',
      options.branch,
      options.sha,
    ]);
    await runGit(folder, ['remote', 'set-url', 'origin', options.remoteUrl]);
  }

  /**
   * Lets gitlab-ci-local find out where a workspace comes from while includes are redirected to this machine:
   * `git remote get-url` would answer the redirected address. Undone by `hideOrigin`, before any job runs.
   */
  async showOrigin(folder: string, projectPath: string): Promise<void> {
    const address = `${originScheme}${projectPath}.git`;
    await runGit(folder, ['remote', 'add', 'gcl-origin', address]);
  }

  async hideOrigin(folder: string): Promise<void> {
    await runGit(folder, ['remote', 'remove', 'gcl-origin']);
  }
}
