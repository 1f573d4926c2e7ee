/** Who a CI job is, as GitLab signed it and as the portal verified it. */
export interface JobIdentity {
  issuer: string;
  projectId: string;
  projectPath: string;
  namespaceId: string;
  pipelineId: string;
  pipelineSource: string;
  jobId: string;
  ref: string;
  refProtected: boolean;
  commit: string;
  userLogin?: string;
  /** Only where the job has an environment. */
  environment?: string;
  environmentProtected?: boolean;
  /** SHA-256 of the token; names it without being it. */
  tokenDigest: string;
}
