import { SAFEPOINT_ENVIRONMENTS_ANNOTATION } from '@safepoint/backstage-plugin-safepoint-common';
import type { RecoveryPage } from './RecoveryPage';

/** Where anything was recorded, and where the entity says that it runs. */
export function environmentsOf(
  page: Pick<RecoveryPage, 'entity' | 'facts' | 'deployments' | 'bindings'>,
): string[] {
  const declared =
    page.entity.metadata.annotations?.[SAFEPOINT_ENVIRONMENTS_ANNOTATION] ?? '';
  return [
    ...new Set([
      ...page.facts.map(({ instance }) => instance.environment),
      ...page.deployments.map(({ environment }) => environment),
      ...page.bindings.map(({ environment }) => environment),
      ...declared
        .split(',')
        .map(name => name.trim())
        .filter(Boolean),
    ]),
  ].sort();
}
