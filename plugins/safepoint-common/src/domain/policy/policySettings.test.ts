import { readPolicySettings } from './policySettings';

it('takes policies from nowhere by default, and gives none', () => {
  expect(readPolicySettings(undefined)).toEqual({
    settings: { locations: [], selectors: [] },
    problems: [],
  });
});

it('reads locations and selectors', () => {
  expect(
    readPolicySettings({
      locations: [
        { target: 'https://gitlab.example.com/platform/policies' },
        { type: 'file', target: '/policies' },
      ],
      selectors: [
        { match: { kind: 'Resource', tags: ['pci', 'eu'] }, policy: 'gold' },
        { policy: 'platform/bronze' },
      ],
    }),
  ).toEqual({
    settings: {
      locations: [
        { type: 'url', target: 'https://gitlab.example.com/platform/policies' },
        { type: 'file', target: '/policies' },
      ],
      selectors: [
        {
          match: { kind: ['Resource'], tags: ['pci', 'eu'] },
          policy: 'recoverypolicy:default/gold',
        },
        { match: {}, policy: 'recoverypolicy:platform/bronze' },
      ],
    },
    problems: [],
  });
});

it('tells all that is wrong at once', () => {
  const { problems } = readPolicySettings({
    locations: [{ type: 'ftp', target: '' }],
    selectors: [
      { match: { kinds: 'Resource' }, policy: 'a b' },
      { match: { tags: [] } },
    ],
    floor: 'gold',
  });
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'safepoint.policies.locations[0].type: must be one of url, file',
    'safepoint.policies.locations[0].target: must not be empty',
    "safepoint.policies.selectors[0].match.kinds: the key 'kinds' is unknown here; the keys are kind, type, lifecycle, tags, owner, system, environment",
    'safepoint.policies.selectors[0].policy: write the name of a policy, such as gold',
    'safepoint.policies.selectors[1].match.tags: name at least 1, or leave it out',
    'safepoint.policies.selectors[1].policy: is missing; it is text',
    "safepoint.policies.floor: the key 'floor' is unknown here; the keys are locations, selectors",
  ]);
});

it('says of a selector that it never gets its turn', () => {
  const { problems } = readPolicySettings({
    selectors: [
      { match: {}, policy: 'gold' },
      { match: { kind: 'Resource' }, policy: 'silver' },
    ],
  });
  expect(problems).toEqual([
    {
      path: 'safepoint.policies.selectors[1]',
      message:
        'never gets its turn, since selector 1 matches everything; put it before that one',
    },
  ]);
});
