import {
  type EffectivePolicy,
  type GatePolicy,
  resolveGatePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import { GateRules } from './GateRules';

const standard = resolveGatePolicy(
  { base: {}, environments: {} },
  { name: 'staging', production: false },
);

/** Rules over components and stores that have these names and gates. */
function rulesOver(
  policies: Record<string, { name: string; gate: Partial<GatePolicy> }>,
) {
  return new GateRules(
    {
      policiesOf: async governed =>
        governed.map(({ entityRef }) => {
          const { name, gate } = policies[entityRef] ?? {
            name: 'default',
            gate: {},
          };
          // Of a policy, only these are asked for.
          return { name, gate: { ...standard, ...gate } } as EffectivePolicy;
        }),
    },
    { findStores: async () => ['resource:default/a', 'resource:default/b'] },
  );
}

const of = { componentRef: 'component:default/orders', environment: 'staging' };
const reuse = { name: 'silver', gate: { mode: 'reuse' as const } };
const off = { name: 'none', gate: { mode: 'off' as const } };

it('is the strictest of the stores', async () => {
  const rules = rulesOver({
    'resource:default/a': reuse,
    'resource:default/b': off,
  });
  expect((await rules.findGate(of)).mode).toBe('reuse');
  expect(await rules.isOff(of)).toBe(false);
  expect(
    (await rules.findGate({ ...of, storeRefs: ['resource:default/b'] })).mode,
  ).toBe('off');
});

it('does not let the default of a component overrule its stores', async () => {
  const rules = rulesOver({
    'resource:default/a': off,
    'resource:default/b': off,
  });
  expect(await rules.isOff(of)).toBe(true);
});

it('lets a policy that is named for the component make it stricter', async () => {
  const rules = rulesOver({
    'component:default/orders': { name: 'gold', gate: {} },
    'resource:default/a': reuse,
    'resource:default/b': reuse,
  });
  expect((await rules.findGate(of)).mode).toBe('required');
});

it('is the own policy of a component without stores', async () => {
  const rules = rulesOver({ 'component:default/orders': reuse });
  expect((await rules.findGate({ ...of, storeRefs: [] })).mode).toBe('reuse');
});
