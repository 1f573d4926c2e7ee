import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { originScheme } from '../git/ProjectRepository';

/** Where one server keeps its files; all of it goes when the server stops. */
export class Folders {
  readonly root: string;
  readonly repositories: string;
  readonly workspaces: string;
  readonly homes: string;
  readonly logs: string;
  readonly cache: string;
  /** Git configuration for includes: the server's address stands for the folder of repositories. */
  readonly includeGitConfig: string;

  private constructor(root: string, dataDir: string) {
    this.root = root;
    this.repositories = join(root, 'repositories');
    this.workspaces = join(root, 'workspaces');
    this.homes = join(root, 'homes');
    this.logs = join(root, 'logs');
    this.includeGitConfig = join(root, 'include.gitconfig');
    // Outlives the server: it only makes the next start of gitlab-ci-local faster.
    this.cache = join(dataDir, 'cache');
  }

  static async create(dataDir: string): Promise<Folders> {
    await mkdir(dataDir, { recursive: true });
    const folders = new Folders(await mkdtemp(join(dataDir, 'run-')), dataDir);
    const all = [
      folders.repositories,
      folders.workspaces,
      folders.homes,
      folders.logs,
    ];
    await Promise.all(all.map(folder => mkdir(folder)));
    return folders;
  }

  /** Lets includes find the projects of a server. */
  async serveIncludes(serverUrl: string): Promise<void> {
    const base = `file://${this.repositories}/`;
    const config = [
      `[url "${base}"]`,
      `  insteadOf = ${serverUrl}/`,
      `[url "${serverUrl}/"]`,
      `  insteadOf = ${originScheme}`,
      '[advice]',
      '  detachedHead = false',
    ];
    await writeFile(this.includeGitConfig, `${config.join('\n')}\n`);
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
