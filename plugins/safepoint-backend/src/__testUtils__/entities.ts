import type { Entity } from '@backstage/catalog-model';

/** `orders` of the orders team (GitLab project 5) and its database; what a catalog would answer. */
export function ordersEntities(): Entity[] {
  return [
    component('orders', {
      owner: 'orders-team',
      projectId: '5',
      dependsOn: ['resource:default/orders-db'],
    }),
    database('orders-db', {
      owner: 'orders-team',
      projectId: '5',
      dependents: ['component:default/orders'],
    }),
  ];
}

export function component(
  name: string,
  options: { owner: string; projectId?: string; dependsOn?: string[] },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: annotationsOf(options.projectId),
    },
    spec: { type: 'service', lifecycle: 'production', owner: options.owner },
    relations: [
      ownedBy(options.owner),
      ...(options.dependsOn ?? []).map(targetRef => ({
        type: 'dependsOn',
        targetRef,
      })),
    ],
  };
}

export function database(
  name: string,
  options: { owner: string; projectId?: string; dependents?: string[] },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'safepoint.dev/driver': 'postgres',
        ...annotationsOf(options.projectId),
      },
    },
    spec: { type: 'database', owner: options.owner },
    relations: [
      ownedBy(options.owner),
      ...(options.dependents ?? []).map(targetRef => ({
        type: 'dependencyOf',
        targetRef,
      })),
    ],
  };
}

function annotationsOf(projectId?: string): Record<string, string> {
  return projectId ? { 'gitlab.com/project-id': projectId } : {};
}

function ownedBy(owner: string) {
  return { type: 'ownedBy', targetRef: `group:default/${owner}` };
}
