import type { Entity } from '@backstage/catalog-model';
import { isSafepointAvailable } from './isSafepointAvailable';

function entity(
  kind: string,
  annotations: Record<string, string> = {},
  rest: Partial<Entity> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'orders', annotations },
    ...rest,
  };
}

describe('isSafepointAvailable', () => {
  it.each<[string, Entity, boolean]>([
    [
      'a resource with a driver',
      entity('Resource', { 'safepoint.dev/driver': 'postgres' }),
      true,
    ],
    ['a resource without one', entity('Resource'), false],
    [
      'a resource that has a GitLab project only',
      entity('Resource', { 'gitlab.com/project-id': '42' }),
      false,
    ],
    [
      'a component with a GitLab project id',
      entity('Component', { 'gitlab.com/project-id': '42' }),
      true,
    ],
    [
      'a component with a GitLab project slug',
      entity('Component', { 'gitlab.com/project-slug': 'shop/orders' }),
      true,
    ],
    [
      'a component that depends on something by its spec',
      entity('Component', {}, { spec: { dependsOn: ['resource:orders-db'] } }),
      true,
    ],
    [
      'a component that depends on something by relation',
      entity(
        'Component',
        {},
        {
          relations: [
            { type: 'dependsOn', targetRef: 'resource:default/orders-db' },
          ],
        },
      ),
      true,
    ],
    [
      'a component with an empty dependsOn',
      entity('Component', {}, { spec: { dependsOn: [] } }),
      false,
    ],
    ['a group', entity('Group', { 'gitlab.com/project-id': '42' }), false],
  ])('judges %s', (_, subject, expected) => {
    expect(isSafepointAvailable(subject)).toBe(expected);
  });
});
