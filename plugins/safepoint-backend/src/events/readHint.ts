import { z } from 'zod';

/** What a webhook claims has happened; nothing of it is believed, it only says where to look. */
export type Hint = { issuer: string; projectId: string } & (
  | { kind: 'deployment'; deploymentId: string }
  | { kind: 'pipeline'; pipelineId: string }
);

/** A GitLab of the configuration, as far as an event can be told to come from it. */
export interface KnownIssuer {
  url: string;
  host: string;
}

const id = z.number().int().positive();
const project = z.object({ web_url: z.url() });
const ended = z.enum(['success', 'failed', 'canceled', 'skipped']);

const payload = z.union([
  z.object({
    object_kind: z.literal('deployment'),
    deployment_id: id,
    project: project.extend({ id }),
  }),
  z.object({
    object_kind: z.literal('pipeline'),
    object_attributes: z.object({ id, status: ended }),
    project: project.extend({ id }),
  }),
  z.object({
    object_kind: z.literal('build'),
    pipeline_id: id,
    project_id: id,
    build_status: ended,
    project: project.optional(),
    repository: z.object({ homepage: z.url() }).optional(),
  }),
]);

/** Undefined for what is no event of interest, or of no GitLab of the configuration. */
export function readHint(
  event: unknown,
  issuers: KnownIssuer[],
): Hint | undefined {
  const read = payload.safeParse(event);
  if (!read.success) return undefined;
  const { data } = read;
  const issuer = findIssuer(addressOf(data), issuers);
  if (!issuer) return undefined;
  if (data.object_kind === 'deployment') {
    return {
      kind: 'deployment',
      issuer,
      projectId: String(data.project.id),
      deploymentId: String(data.deployment_id),
    };
  }
  return data.object_kind === 'pipeline'
    ? {
        kind: 'pipeline',
        issuer,
        projectId: String(data.project.id),
        pipelineId: String(data.object_attributes.id),
      }
    : {
        kind: 'pipeline',
        issuer,
        projectId: String(data.project_id),
        pipelineId: String(data.pipeline_id),
      };
}

function addressOf(data: z.infer<typeof payload>): string | undefined {
  if (data.object_kind !== 'build') return data.project.web_url;
  // GitLab before 17 names no project in its job events.
  return data.project?.web_url ?? data.repository?.homepage;
}

/** By address first: several GitLabs may share a host, below paths of their own. */
function findIssuer(
  address: string | undefined,
  issuers: KnownIssuer[],
): string | undefined {
  if (!address) return undefined;
  const below = issuers
    .filter(({ url }) => address.startsWith(`${url}/`))
    .sort((a, b) => b.url.length - a.url.length)[0];
  const { host } = new URL(address);
  return (below ?? issuers.find(issuer => issuer.host === host))?.url;
}
