import type { Entity } from '@backstage/catalog-model';
import { planMissingLines } from './planMissingLines';

const bare: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders' },
};

describe('planMissingLines', () => {
  it('gives a bare component its project and its data store', () => {
    expect(planMissingLines(bare)).toBe(
      [
        'metadata:',
        '  annotations:',
        '    gitlab.com/project-slug: my-group/orders',
        'spec:',
        '  dependsOn:',
        '    - resource:default/orders-db',
      ].join('\n'),
    );
  });

  it('leaves out what a component has', () => {
    const entity: Entity = {
      ...bare,
      metadata: {
        name: 'orders',
        namespace: 'shop',
        annotations: { 'gitlab.com/project-id': '42' },
      },
    };
    expect(planMissingLines(entity)).toBe(
      ['spec:', '  dependsOn:', '    - resource:shop/orders-db'].join('\n'),
    );
  });

  it('gives a resource its driver', () => {
    expect(planMissingLines({ ...bare, kind: 'Resource' })).toContain(
      '    safepoint.dev/driver: postgres',
    );
  });

  it('gives a complete resource nothing', () => {
    const entity: Entity = {
      ...bare,
      kind: 'Resource',
      metadata: {
        name: 'orders-db',
        annotations: {
          'safepoint.dev/driver': 'postgres',
          'gitlab.com/project-id': '42',
        },
      },
    };
    expect(planMissingLines(entity)).toBe('');
  });
});
