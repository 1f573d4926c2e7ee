import type { GitLabs } from '../gitlab/GitLabs';
import type { JobHistory } from './JobHistory';

/** The job history of every configured GitLab. */
export class GitLabJobHistory implements JobHistory {
  constructor(private readonly gitlabs: Pick<GitLabs, 'find'>) {}

  async find(issuer: string, projectId: string, jobId: string) {
    const client = this.gitlabs.find(issuer);
    if (!client) return 'missing' as const;
    try {
      return await client.getJob(projectId, jobId);
    } catch (error) {
      const { status } = error as { status?: number };
      return status === 404 ? ('missing' as const) : undefined;
    }
  }
}
