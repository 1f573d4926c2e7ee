import type { Run } from '../../database/Run';
import type { JobIdentity } from './JobIdentity';

/** What a run keeps of the job that it is. */
export function describeJob(
  identity: JobIdentity,
): Pick<Run, 'issuer' | 'projectId' | 'pipelineId' | 'jobId' | 'claims'> {
  return {
    issuer: identity.issuer,
    projectId: identity.projectId,
    pipelineId: identity.pipelineId,
    jobId: identity.jobId,
    claims: {
      projectPath: identity.projectPath,
      ref: identity.ref,
      refProtected: identity.refProtected,
      commit: identity.commit,
      pipelineSource: identity.pipelineSource,
      userLogin: identity.userLogin,
      environment: identity.environment,
      environmentProtected: identity.environmentProtected,
    },
  };
}
