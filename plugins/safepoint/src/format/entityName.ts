import { parseEntityRef } from '@backstage/catalog-model';

/** The name in an entity reference, as people say it: `orders-db`. */
export function entityName(entityRef: string): string {
  return parseEntityRef(entityRef).name;
}

/** The first eight characters of a commit, as GitLab shortens it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 8);
}
