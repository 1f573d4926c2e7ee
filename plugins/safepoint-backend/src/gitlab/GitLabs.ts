import type { GitLabIssuerConfig } from '../config';
import { CallPacer, type CallTrouble } from './CallPacer';
import { GitLabClient } from './GitLabClient';
import { OperationPipelines } from './OperationPipelines';
import type { JobLookup } from './JobLookup';

/** Every GitLab of the configuration, by the issuer of its tokens. */
export class GitLabs implements JobLookup {
  readonly #clients: Map<string, GitLabClient>;

  constructor(
    issuers: GitLabIssuerConfig[],
    options: {
      timeoutMilliseconds?: number;
      now?: () => Date;
      /** Told when calls to a GitLab are no longer made for a while. */
      onPause?: (host: string, trouble: CallTrouble) => void;
    } = {},
  ) {
    const { now, onPause, timeoutMilliseconds } = options;
    this.#clients = new Map(
      issuers.map(issuer => {
        const pacer = new CallPacer({
          now,
          onPause: trouble => onPause?.(issuer.host, trouble),
        });
        return [
          issuer.url,
          new GitLabClient(issuer, { pacer, timeoutMilliseconds }),
        ];
      }),
    );
  }

  get issuers(): GitLabIssuerConfig[] {
    return [...this.#clients.values()].map(({ issuer }) => issuer);
  }

  /** What this replica has been asking in vain. */
  get troubles(): CallTrouble[] {
    return [...this.#clients.values()].flatMap(({ pacer }) => pacer.troubles);
  }

  find(issuer: string): GitLabClient | undefined {
    return this.#clients.get(issuer);
  }

  /** Where the request of an entity is executed: at the named issuer, or else at the first. */
  recoveryAt(issuer?: string): {
    issuer: GitLabIssuerConfig;
    client: GitLabClient;
    pipelines: OperationPipelines;
  } {
    const client = issuer
      ? this.#clients.get(issuer)
      : [...this.#clients.values()][0];
    if (!client) {
      throw new Error(
        `No GitLab with issuer ${issuer} is configured any more; see safepoint.gitlab.issuers.`,
      );
    }
    return {
      issuer: client.issuer,
      client,
      pipelines: new OperationPipelines(client),
    };
  }

  async isRunning(issuer: string, projectId: string, jobId: string) {
    const client = this.#clients.get(issuer);
    if (!client) return 'not-running' as const;
    try {
      const status = await client.getJobStatus(projectId, jobId);
      return status === 'running' ? ('running' as const) : 'not-running';
    } catch (error) {
      // 404: the job is gone, or not one of this project's.
      const { status } = error as { status?: number };
      return status === 404 ? 'not-running' : 'unknown';
    }
  }
}
