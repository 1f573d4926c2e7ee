import {
  decideOnFailure,
  type FailurePolicy,
  resolveFailurePolicy,
} from './onFailure';

const decide = (
  policy: FailurePolicy,
  changes: Partial<Parameters<typeof decideOnFailure>[0]> = {},
) =>
  decideOnFailure({
    policy,
    production: true,
    floors: { production: 1, otherwise: 0 },
    hasLastKnownGood: true,
    ...changes,
  });

describe('decideOnFailure', () => {
  it.each<[FailurePolicy, boolean, string, number | undefined]>([
    ['report', true, 'report', undefined],
    ['report', false, 'report', undefined],
    ['request', true, 'request', 1],
    ['request', false, 'request', 1],
    ['restore', true, 'request', 1],
    ['restore', false, 'restore', 0],
  ])('%s, production %s: %s', (policy, production, action, approvals) => {
    const decision = decide(policy, { production });
    expect(decision).toMatchObject({ action });
    expect('approvalsNeeded' in decision && decision.approvalsNeeded).toBe(
      approvals ?? false,
    );
  });

  it('never goes below the floor of approvals', () => {
    const floors = { production: 3, otherwise: 2 };
    expect(decide('restore', { floors })).toMatchObject({
      action: 'request',
      approvalsNeeded: 3,
      reason: expect.stringMatching(/without a person/),
    });
    expect(decide('restore', { floors, production: false })).toMatchObject({
      action: 'request',
      approvalsNeeded: 2,
    });
    expect(decide('request', { floors, production: false })).toMatchObject({
      approvalsNeeded: 2,
    });
  });

  it.each<FailurePolicy>(['request', 'restore'])(
    '%s only reports where there is nothing to go back to',
    policy => {
      expect(decide(policy, { hasLastKnownGood: false })).toEqual({
        action: 'report',
        reason: 'there is nothing to go back to',
      });
    },
  );
});

describe('resolveFailurePolicy', () => {
  const policies = {
    base: 'report',
    environments: { staging: 'restore' },
  } as const;

  it.each([
    ['an environment’s own word, in any case', 'Staging', 'restore'],
    ['the word for all', 'production', 'report'],
    ['no word of every object', 'constructor', 'report'],
  ])('takes %s', (_, environment, policy) => {
    expect(resolveFailurePolicy(policies, environment)).toBe(policy);
  });
});
