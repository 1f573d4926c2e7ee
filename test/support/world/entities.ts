import type { Entity } from '@backstage/catalog-model';

const metadata = (name: string, driver?: string): Entity['metadata'] => ({
  name,
  namespace: 'default',
  annotations: {
    'gitlab.com/project-id': '5',
    ...(driver && { 'safepoint.dev/driver': driver }),
  },
});
const owner = { type: 'ownedBy', targetRef: 'group:default/orders-team' };

/** A service of GitLab project 5 and its database. */
export const entities: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: metadata('orders'),
    spec: { type: 'service', lifecycle: 'production', owner: 'orders-team' },
    relations: [
      owner,
      { type: 'dependsOn', targetRef: 'resource:default/orders-db' },
    ],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: metadata('orders-db', 'postgres'),
    spec: { type: 'database', owner: 'orders-team' },
    relations: [
      owner,
      { type: 'dependencyOf', targetRef: 'component:default/orders' },
    ],
  },
];

/** These, and of ours those that none of them replaces. */
export function mergeEntities(others: Entity[]): Entity[] {
  const isReplaced = (entity: Entity) =>
    others.some(
      other =>
        other.kind === entity.kind &&
        other.metadata.name === entity.metadata.name,
    );
  return [...entities.filter(entity => !isReplaced(entity)), ...others];
}
