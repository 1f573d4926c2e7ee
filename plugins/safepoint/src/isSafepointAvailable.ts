import { RELATION_DEPENDS_ON, type Entity } from '@backstage/catalog-model';
import {
  GITLAB_PROJECT_ID_ANNOTATION,
  GITLAB_PROJECT_SLUG_ANNOTATION,
} from '@safepoint/backstage-plugin-safepoint-common';

/** Whether the entity says that it depends on something, a data store perhaps. */
export function hasDependencies(entity: Entity): boolean {
  const dependsOn = entity.spec?.dependsOn;
  return (
    (Array.isArray(dependsOn) && dependsOn.length > 0) ||
    (entity.relations ?? []).some(({ type }) => type === RELATION_DEPENDS_ON)
  );
}

/**
 * Whether the Recovery tab and card have something to say about this entity: it carries an annotation of
 * Safepoint's (`safepoint.dev/…`), or it is a Component that is deployed by GitLab or depends on
 * something. A service that nothing protects yet is shown on purpose, because that is the finding.
 *
 * @public
 */
export function isSafepointAvailable(entity: Entity): boolean {
  const annotations = entity.metadata.annotations ?? {};
  if (Object.keys(annotations).some(key => key.startsWith('safepoint.dev/'))) {
    return true;
  }
  if (entity.kind.toLocaleLowerCase('en-US') !== 'component') {
    return false;
  }
  return (
    Boolean(
      annotations[GITLAB_PROJECT_ID_ANNOTATION] ??
        annotations[GITLAB_PROJECT_SLUG_ANNOTATION],
    ) || hasDependencies(entity)
  );
}
