import type { Entity } from '@backstage/catalog-model';
import {
  GITLAB_INSTANCE_ANNOTATION,
  GITLAB_PROJECT_ID_ANNOTATION,
  GITLAB_PROJECT_SLUG_ANNOTATION,
} from '@safepoint/backstage-plugin-safepoint-common';

/** The GitLab project that an entity says it is; a claim, not a fact. */
export type AnnotatedProject = { issuer: string } & (
  | { projectId: string }
  | { slug: string }
);

/**
 * Reads the claim. Where several GitLabs are configured, one must be named: an id means another project on
 * each.
 */
export function readProjectAnnotation(
  entity: Entity,
  issuers: { url: string; host: string }[],
): AnnotatedProject | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const host = annotations[GITLAB_INSTANCE_ANNOTATION];
  const named = host
    ? issuers.find(issuer => issuer.host === host)
    : issuers.length === 1 && issuers[0];
  if (!named) return undefined;
  const projectId = annotations[GITLAB_PROJECT_ID_ANNOTATION]?.trim();
  if (projectId) return { issuer: named.url, projectId };
  const slug = annotations[GITLAB_PROJECT_SLUG_ANNOTATION]?.trim();
  return slug ? { issuer: named.url, slug } : undefined;
}
