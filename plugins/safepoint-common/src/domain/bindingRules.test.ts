import { type BindingRule, operationsByRules } from './bindingRules';

describe('operationsByRules', () => {
  const issuer = 'https://gitlab.example.com';
  const rules: BindingRule[] = [
    {
      namespaceId: '12',
      issuer,
      environments: ['staging'],
      operations: ['backup', 'deploy'],
    },
    {
      namespaceId: '12',
      issuer,
      environments: ['*'],
      operations: ['backup', 'drill'],
    },
  ];

  it.each([
    ['every rule that fits, each operation once', {}, 'backup deploy drill'],
    [
      'only the rule for all environments elsewhere',
      { environment: 'production' },
      'backup drill',
    ],
    ['nothing of another namespace', { namespaceId: '1' }, ''],
    ['nothing of another issuer', { issuer: 'https://evil.example.com' }, ''],
  ])('counts %s', (_, claim, expected) => {
    const allowed = operationsByRules(rules, {
      issuer,
      namespaceId: '12',
      environment: 'staging',
      ...claim,
    });
    expect(allowed.join(' ')).toBe(expected);
  });
});
