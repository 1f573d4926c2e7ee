import { type GatePolicies, resolveGatePolicy } from './gatePolicy';

const staging = { name: 'staging', production: false };
const production = { name: 'production', production: true };

describe('the policy of a gate', () => {
  it.each([
    ['outside of production', staging, 'allowed', 'skip'],
    ['in production', production, 'forbidden', 'save'],
  ])(
    'is strict without any word, %s',
    (_, environment, breakGlass, whenUnchanged) => {
      expect(
        resolveGatePolicy({ base: {}, environments: {} }, environment),
      ).toEqual({
        mode: 'required',
        reuseWithinSeconds: 600,
        receiptValidForSeconds: 3_600,
        maxPointAgeSeconds: 3_600,
        breakGlass,
        whenUnchanged,
      });
    },
  );

  it.each<[string, GatePolicies, typeof staging, object]>([
    [
      'the words for all hold outside of production',
      { base: { mode: 'off' }, environments: {} },
      staging,
      { mode: 'off' },
    ],
    [
      'the words for all do not weaken production',
      {
        base: { mode: 'off', breakGlass: 'allowed', whenUnchanged: 'skip' },
        environments: {},
      },
      production,
      { mode: 'required', breakGlass: 'forbidden', whenUnchanged: 'save' },
    ],
    [
      'production weakens itself by its own words only',
      {
        base: {},
        environments: { production: { mode: 'reuse', breakGlass: 'allowed' } },
      },
      production,
      { mode: 'reuse', breakGlass: 'allowed' },
    ],
    [
      'times hold for production, too',
      { base: { maxPointAgeSeconds: 60 }, environments: {} },
      production,
      { maxPointAgeSeconds: 60 },
    ],
    [
      'a point may be as old as a receipt unless it is said',
      { base: {}, environments: { staging: { receiptValidForSeconds: 90 } } },
      staging,
      { receiptValidForSeconds: 90, maxPointAgeSeconds: 90 },
    ],
    [
      'names are compared in any case',
      { base: {}, environments: { staging: { mode: 'off' } } },
      { name: 'Staging', production: false },
      { mode: 'off' },
    ],
    [
      'an environment may be called like a property of every object',
      { base: {}, environments: {} },
      { name: 'constructor', production: false },
      { mode: 'required' },
    ],
  ])('%s', (_, policies, environment, expected) => {
    expect(resolveGatePolicy(policies, environment)).toMatchObject(expected);
  });
});
