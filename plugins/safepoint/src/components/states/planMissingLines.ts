import type { Entity } from '@backstage/catalog-model';
import {
  GITLAB_PROJECT_ID_ANNOTATION,
  GITLAB_PROJECT_SLUG_ANNOTATION,
  SAFEPOINT_DRIVER_ANNOTATION,
} from '@safepoint/backstage-plugin-safepoint-common';
import { hasDependencies } from '../../isSafepointAvailable';

/**
 * The lines of YAML that this entity's catalog file lacks for Safepoint to protect it. Empty when nothing
 * is lacking. A Resource is a data store and needs a driver; anything else depends on data stores.
 */
export function planMissingLines(entity: Entity): string {
  const annotations = entity.metadata.annotations ?? {};
  const isResource = entity.kind.toLocaleLowerCase('en-US') === 'resource';
  const lines: string[] = [];

  const missingAnnotations = [
    isResource &&
      !annotations[SAFEPOINT_DRIVER_ANNOTATION] &&
      `    ${SAFEPOINT_DRIVER_ANNOTATION}: postgres`,
    !annotations[GITLAB_PROJECT_ID_ANNOTATION] &&
      !annotations[GITLAB_PROJECT_SLUG_ANNOTATION] &&
      `    ${GITLAB_PROJECT_SLUG_ANNOTATION}: my-group/${entity.metadata.name}`,
  ].filter(line => line !== false);
  if (missingAnnotations.length > 0) {
    lines.push('metadata:', '  annotations:', ...missingAnnotations);
  }
  if (!isResource && !hasDependencies(entity)) {
    const namespace = entity.metadata.namespace ?? 'default';
    lines.push(
      'spec:',
      '  dependsOn:',
      `    - resource:${namespace}/${entity.metadata.name}-db`,
    );
  }
  return lines.join('\n');
}
