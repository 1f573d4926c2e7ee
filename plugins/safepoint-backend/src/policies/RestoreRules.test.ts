import { mockCredentials } from '@backstage/backend-test-utils';
import type { EffectivePolicy } from '@safepoint/backstage-plugin-safepoint-common';
import { RestoreRules } from './RestoreRules';

const instance = {
  entityRef: 'resource:default/orders-db',
  environment: 'staging',
};

/** By environment. Ada is of the SREs, everybody of the developers. */
function rulesOver(
  policies: Record<string, Pick<EffectivePolicy, 'approvals' | 'approvers'>>,
  groups: Record<string, string[]> = {},
) {
  return new RestoreRules({
    policies: {
      // Of a policy, only these are asked for.
      policiesOf: async governed =>
        governed.map(
          ({ environment }) => policies[environment] as EffectivePolicy,
        ),
    },
    isProduction: environment => environment === 'production',
    userInfo: {
      getUserInfo: async credentials => {
        const { userEntityRef } = (
          credentials as ReturnType<typeof mockCredentials.user>
        ).principal;
        return {
          userEntityRef,
          ownershipEntityRefs: groups[userEntityRef] ?? [],
        };
      },
    },
  });
}

const none = { production: 1, otherwise: 0 };

it('needs as many approvals as the stricter of both environments says', async () => {
  const rules = rulesOver({
    staging: { approvals: { production: 3, otherwise: 1 } },
    production: { approvals: { production: 2, otherwise: 0 } },
  });
  expect(await rules.countApprovals({ instance })).toBe(1);
  expect(
    await rules.countApprovals({ instance, targetEnvironment: 'production' }),
  ).toBe(3);
});

it('lets those decide that the policies of both environments name', async () => {
  const ada = mockCredentials.user('user:default/ada');
  const bob = mockCredentials.user('user:default/bob');
  const rules = rulesOver(
    {
      staging: {
        approvals: none,
        approvers: { production: ['group:default/dev'] },
      },
      production: {
        approvals: none,
        approvers: { production: ['group:default/sre', 'user:default/eve'] },
      },
    },
    {
      'user:default/ada': ['group:default/dev', 'Group:default/SRE'],
      'user:default/bob': ['group:default/dev'],
    },
  );
  const restore = { instance, targetEnvironment: 'production' };
  expect(await rules.refuseApprover(restore, ada)).toBeUndefined();
  expect(await rules.refuseApprover(restore, bob)).toBe(
    'By policy only group:default/sre, user:default/eve decide on this restore, and you are none of them. Ask one of them.',
  );
  // Nothing of production is touched, and nobody is named for the rest.
  expect(await rules.refuseApprover({ instance }, bob)).toBeUndefined();
});

it('lets a user decide who is named in person, and nobody where users are not known', async () => {
  const eve = mockCredentials.user('user:default/eve');
  const policy = {
    approvals: none,
    approvers: { otherwise: ['user:default/eve'] },
  };
  const rules = rulesOver({ staging: policy });
  expect(await rules.refuseApprover({ instance }, eve)).toBeUndefined();
  const blind = new RestoreRules({
    policies: {
      policiesOf: async () => [
        // Of a policy, only these are asked for.
        {
          ...policy,
          approvers: { otherwise: ['group:default/sre'] },
        } as EffectivePolicy,
      ],
    },
    isProduction: () => false,
  });
  expect(await blind.refuseApprover({ instance }, eve)).toMatch(
    /you are none of them/,
  );
});
