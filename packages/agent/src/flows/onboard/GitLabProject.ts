import {
  Branches,
  Commits,
  MergeRequests,
  Projects,
  RepositoryFiles,
} from '@gitbeaker/rest';
import type { SafepointError } from '@safepoint/engine';
import { z } from 'zod';
import type { FileChange } from './OnboardingPlan';
import { requestOnceFn } from './requestOnce';

const projectAnswer = z.object({
  default_branch: z.string(),
  web_url: z.string(),
});
const branchAnswer = z.object({ commit: z.object({ id: z.string() }) });
const fileAnswer = z.object({ content: z.string() });
const mergeRequestAnswer = z.object({ web_url: z.string() });

/** One project of a GitLab, as far as onboarding reads and changes it. */
export class GitLabProject {
  readonly #project: string;
  readonly #projects: Projects;
  readonly #branches: Branches;
  readonly #files: RepositoryFiles;
  readonly #commits: Commits;
  readonly #mergeRequests: MergeRequests;

  constructor(options: { url: string; project: string; token: string }) {
    this.#project = options.project;
    const resource = {
      host: options.url,
      token: options.token,
      requesterFn: requestOnceFn,
    };
    this.#projects = new Projects(resource);
    this.#branches = new Branches(resource);
    this.#files = new RepositoryFiles(resource);
    this.#commits = new Commits(resource);
    this.#mergeRequests = new MergeRequests(resource);
  }

  async describe(): Promise<{ defaultBranch: string; url: string }> {
    const answer = projectAnswer.parse(
      await this.#projects.show(this.#project),
    );
    return { defaultBranch: answer.default_branch, url: answer.web_url };
  }

  /** The newest commit of a branch; undefined where there is no such branch. */
  async findCommit(branch: string): Promise<string | undefined> {
    const answer = await orAbsent(this.#branches.show(this.#project, branch));
    return answer && branchAnswer.parse(answer).commit.id;
  }

  async readFile(path: string, ref: string): Promise<string | undefined> {
    const answer = await orAbsent(this.#files.show(this.#project, path, ref));
    if (!answer) return undefined;
    const { content } = fileAnswer.parse(answer);
    return Buffer.from(content, 'base64').toString('utf8');
  }

  /** The open merge request of a branch. */
  async findMergeRequest(branch: string): Promise<string | undefined> {
    const answer = await this.#mergeRequests.all({
      projectId: this.#project,
      sourceBranch: branch,
      state: 'opened',
      perPage: 1,
      maxPages: 1,
    });
    return z.array(mergeRequestAnswer).parse(answer)[0]?.web_url;
  }

  /** A new branch with one commit upon that commit, or an error and neither. */
  async commit(options: {
    branch: string;
    start: string;
    message: string;
    changes: FileChange[];
  }): Promise<void> {
    const actions = options.changes.map(({ path, before, after }) => ({
      action: before === undefined ? ('create' as const) : ('update' as const),
      filePath: path,
      content: after,
    }));
    await this.#commits.create(
      this.#project,
      options.branch,
      options.message,
      actions,
      { startSha: options.start },
    );
  }

  async openMergeRequest(options: {
    branch: string;
    target: string;
    title: string;
    description: string;
  }): Promise<string> {
    const { branch, target, title, description } = options;
    const answer = await this.#mergeRequests.create(
      this.#project,
      branch,
      target,
      title,
      { description, removeSourceBranch: true },
    );
    return mergeRequestAnswer.parse(answer).web_url;
  }
}

async function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { cause } = error as SafepointError;
    if ((cause as { status?: number } | undefined)?.status === 404) {
      return undefined;
    }
    throw error;
  }
}
