import { z } from 'zod';

/** GitLab signs ids as strings of digits; a number here is not GitLab's. */
const id = z.string().regex(/^[0-9]{1,20}$/);
const flag = z.enum(['true', 'false']);

const jobClaimsSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string()).length(1)]),
  project_id: id,
  project_path: z.string().min(1),
  namespace_id: id,
  job_project_id: id.optional(),
  pipeline_id: id,
  pipeline_source: z.string().min(1),
  job_id: id,
  ref: z.string().min(1),
  ref_protected: flag,
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  user_login: z.string().optional(),
  environment: z.string().min(1).optional(),
  environment_protected: flag.optional(),
});

/** The claims of a GitLab ID token that decisions are made on. */
export type JobClaims = z.infer<typeof jobClaimsSchema>;

/** What is wrong with verified claims, or the claims themselves. */
export function parseJobClaims(
  payload: unknown,
): { claims: JobClaims } | { problem: string } {
  const result = jobClaimsSchema.safeParse(payload);
  if (!result.success) {
    const problems = result.error.issues.map(
      issue => `${issue.path.join('.')}: ${issue.message}`,
    );
    return {
      problem: `claims are missing or malformed: ${problems.join('; ')}`,
    };
  }
  const claims = result.data;
  // A job of one project that runs in the pipeline of another acts for neither.
  if (
    claims.job_project_id !== undefined &&
    claims.job_project_id !== claims.project_id
  ) {
    return {
      problem: `job_project_id ${claims.job_project_id} is not project_id ${claims.project_id}`,
    };
  }
  return { claims };
}
