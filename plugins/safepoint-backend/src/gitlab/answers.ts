import { z } from 'zod';
import { GitLabError } from './GitLabError';

const pipeline = z.object({
  id: z.number().int().positive(),
  status: z.string().min(1),
  web_url: z.string().min(1),
});

/**
 * What the portal reads of GitLab's answers. A 200 may come from a proxy, a sign-in page or a GitLab that
 * broke off: what does not have this shape is no answer, and least of all the answer that there is nothing.
 */
export const answers = {
  pipeline,
  listedPipelines: z.array(
    pipeline.extend({ name: z.string().nullable(), source: z.string() }),
  ),
  job: z.object({ status: z.string().min(1) }),
  recordedJob: z.object({
    ref: z.string().min(1),
    commit: z.object({ id: z.string().min(1) }),
    pipeline: z.object({ id: z.number().int().positive() }),
    started_at: z.coerce.date().nullish(),
    finished_at: z.coerce.date().nullish(),
  }),
  project: z.object({
    id: z.number().int().positive(),
    path_with_namespace: z.string().min(1),
    namespace: z.object({ id: z.number().int().positive() }),
  }),
  user: z.object({ username: z.string().min(1) }),
};

/** Throws a `GitLabError` with effect `lost`: GitLab may have done what it was asked for. */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const [{ path }] = read.error.issues;
  throw new GitLabError(
    `GitLab's answer cannot be read${
      path.length > 0 ? ` (${path.join('.')})` : ''
    }. See that nothing between answers in its place`,
    'lost',
  );
}
