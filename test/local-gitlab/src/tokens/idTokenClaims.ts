import { randomUUID } from 'node:crypto';
import { refClaims } from '../ci/refVariables';
import { configurationFile } from '../ci/renderPipeline';
import type { Job } from '../state/types';

/** What GitLab allows for clocks that are behind, in seconds. */
const clockToleranceSeconds = 5;

/**
 * The claims of a job's ID token. As in GitLab every id is a string except `runner_id`, booleans are strings, and
 * the environment's claims are there only where the job has an environment.
 */
export function idTokenClaims(
  job: Job,
  audience: string | string[],
  issuer: string,
  now: Date,
): Record<string, unknown> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return {
    ...projectClaims(job),
    ...runClaims(job, issuer),
    ...environmentClaims(job),
    jti: randomUUID(),
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt - clockToleranceSeconds,
    exp: issuedAt + job.definition.timeoutSeconds,
    aud: audience,
  };
}

function projectClaims(job: Job): Record<string, unknown> {
  const { project } = job.pipeline;
  const { ref, ref_type } = refClaims(job.pipeline);
  const place = {
    namespace_id: String(project.namespace.id),
    namespace_path: project.namespace.path,
    project_id: String(project.id),
    project_path: project.pathWithNamespace,
  };
  const jobPlace = Object.entries(place).map(([name, value]) => [
    `job_${name}`,
    value,
  ]);
  return {
    ...place,
    ...Object.fromEntries(jobPlace),
    project_visibility: 'private',
    sub: `project_path:${project.pathWithNamespace}:ref_type:${ref_type}:ref:${ref}`,
  };
}

function runClaims(job: Job, issuer: string): Record<string, unknown> {
  const { pipeline, user } = job;
  const { project, ref, sha } = pipeline;
  const host = new URL(issuer).host;
  const claims = refClaims(pipeline);
  return {
    user_id: String(user.id),
    user_login: user.username,
    user_email: user.email,
    pipeline_id: String(pipeline.id),
    pipeline_source: pipeline.source,
    job_id: String(job.id),
    job_source: pipeline.source,
    ...claims,
    ref_protected: String(project.protectedBranches.includes(ref)),
    runner_id: 1,
    runner_environment: 'self-hosted',
    sha,
    ci_config_ref_uri: `${host}/${project.pathWithNamespace}//${configurationFile}@${claims.ref_path}`,
    ci_config_sha: sha,
  };
}

function environmentClaims(job: Job): Record<string, unknown> {
  const { environment } = job.definition;
  if (!environment) return {};
  const { protectedEnvironments } = job.pipeline.project;
  return {
    environment: environment.name,
    environment_protected: String(
      protectedEnvironments.includes(environment.name),
    ),
    deployment_tier: environment.tier,
    environment_action: environment.action,
  };
}
