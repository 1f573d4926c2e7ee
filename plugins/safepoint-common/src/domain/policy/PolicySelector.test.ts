import { governingPolicies } from './governingPolicies';
import { type PolicySelector, selectorMatches } from './PolicySelector';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'orders-db', tags: ['pci', 'eu'] },
  spec: { type: 'database', lifecycle: 'production', owner: 'shop' },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/orders' },
    { type: 'partOf', targetRef: 'system:default/shop' },
  ],
};

const matches = (match: PolicySelector['match'], environment?: string) =>
  selectorMatches({ match, policy: 'x' }, entity, environment);

it.each<[PolicySelector['match'], boolean]>([
  [{}, true],
  [{ kind: ['resource'] }, true],
  [{ kind: ['Component', 'RESOURCE'] }, true],
  [{ kind: ['Component'] }, false],
  [{ type: ['database'], lifecycle: ['production'] }, true],
  [{ type: ['database'], lifecycle: ['experimental'] }, false],
  [{ tags: ['pci', 'EU'] }, true],
  [{ tags: ['pci', 'us'] }, false],
  [{ owner: ['orders'] }, true],
  [{ owner: ['group:default/orders'] }, true],
  // What the catalog found out counts, and not what is written beside it.
  [{ owner: ['shop'] }, false],
  [{ owner: ['user:default/orders'] }, false],
  [{ system: ['shop'] }, true],
  [{ system: ['other', 'system:default/shop'] }, true],
])('a selector for %j matches: %p', (match, expected) => {
  expect(matches(match)).toBe(expected);
});

it('matches by environment, and any where none is asked about', () => {
  expect(matches({ environment: ['Production'] }, 'production')).toBe(true);
  expect(matches({ environment: ['production'] }, 'staging')).toBe(false);
  expect(matches({ environment: ['production'] })).toBe(true);
});

it('takes an owner as written where the catalog has no relation', () => {
  expect(
    selectorMatches(
      { match: { owner: ['shop'] }, policy: 'x' },
      {
        ...entity,
        relations: [],
      },
    ),
  ).toBe(true);
});

it('governs by what matches first in some environment, and by the annotation', () => {
  const selectors: PolicySelector[] = [
    { match: { kind: ['Component'] }, policy: 'recoverypolicy:default/app' },
    { match: { environment: ['prod'] }, policy: 'recoverypolicy:default/gold' },
    { match: {}, policy: 'recoverypolicy:default/bronze' },
    { match: {}, policy: 'recoverypolicy:default/never' },
  ];
  expect(governingPolicies(entity, selectors)).toEqual([
    'recoverypolicy:default/gold',
    'recoverypolicy:default/bronze',
  ]);
  const annotated = {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: { 'safepoint.dev/policy': 'platinum' },
    },
  };
  expect(governingPolicies(annotated, [])).toEqual([
    'recoverypolicy:default/platinum',
  ]);
});
