/** Which policy holds for a data store, and why. */
export const policyMessages = {
  title: 'Policy',
  failed: 'The policy of {{name}} could not be loaded',
  loading: 'Loading the policy of {{name}}',
  name: 'Policy: {{policy}}',
  strengthened: 'Policy: {{policy}}, made stronger by {{other}}',
  rules: 'Rules and where they come from',
  caption: 'The rules of {{name}} and where they come from',
  rule: 'Rule',
  value: 'Value',
  reason: 'Why',
  ignored: 'What the annotation asks for and does not get',
  wrong: 'Something is wrong with the policy',
  from: {
    default: 'Default',
    'app-config': 'App-config',
    policy: 'Policy',
    annotation: 'Annotation',
  },
} as const;
