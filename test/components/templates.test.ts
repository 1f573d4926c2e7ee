import { compileGitLabSchema } from './schema/gitlabSchema';
import {
  componentNames,
  readInputs,
  render,
  smallestInputs,
  type Inputs,
} from './templates';

const isValid = compileGitLabSchema();

/** Values that each optional input is tried with, beside its default. */
const variants: Record<string, Inputs[string][]> = {
  environment: ['production', 'review.1'],
  'job-prefix': ['safepoint', 'orders-db'],
  rules: [
    [{ if: '$CI_COMMIT_TAG' }, { if: '$NEVER', when: 'never' }],
    [{ if: '$A == "b c"', changes: ['src/**/*'] }],
  ],
  tags: [['linux', 'near-database']],
  image: [
    'registry.example.com/safepoint/agent:0.1.0',
    `registry.example.com/safepoint/agent@sha256:${'0123456789abcdef'.repeat(
      4,
    )}`,
  ],
  timeout: ['90 minutes'],
  'resource-group': ['production', 'safepoint-$CI_ENVIRONMENT_SLUG'],
  config: ['deploy/safepoint.yaml'],
  'only-data-changes': [true],
  'data-paths': [['migrations/**/*', 'schema.sql']],
  'data-rule': ['$CI_COMMIT_BRANCH == "staging"'],
  'on-portal-unreachable': ['direct'],
  'cloud-audience': ['https://storage.example.com'],
  'break-glass': ['The disk of the database is full; $HOME "and" `more`'],
  'deploy-job': ['deploy', 'deploy to production'],
  services: [['postgres:17'], [{ name: 'postgres:17', alias: 'scratch' }]],
  needs: [[], ['deploy'], [{ job: 'smoke', artifacts: false }]],
  'stage-before': ['gate'],
  'stage-after': ['after'],
  stage: ['drill'],
};

/** Every input with every variant, and all variants of one kind together. */
function matrixOf(name: string): Inputs[] {
  const declared = Object.keys(readInputs(name));
  const smallest = smallestInputs[name];
  const single = declared.flatMap(input =>
    (variants[input] ?? []).map(value => ({ ...smallest, [input]: value })),
  );
  const together = Object.fromEntries(
    declared.flatMap(input =>
      variants[input] ? [[input, variants[input].at(-1)!]] : [],
    ),
  );
  return [smallest, ...single, { ...smallest, ...together }];
}

describe.each(componentNames)('%s', name => {
  it('describes each input', () => {
    const inputs = Object.entries(readInputs(name));
    expect(inputs.length).toBeGreaterThan(0);
    for (const [, { description }] of inputs) {
      expect(description).toMatch(/^[A-Z].*\.$/s);
    }
  });

  it('tries each input with another value than its default', () => {
    const untried = Object.keys(readInputs(name)).filter(
      input => !variants[input] && !Object.hasOwn(smallestInputs[name], input),
    );
    expect(untried).toEqual([]);
  });

  it.each(matrixOf(name))('is valid for GitLab with %j', inputs => {
    const jobs = render(name, inputs);
    const configuration = {
      stages: ['gate', 'deploy', 'test', 'after', 'drill'],
      smoke: { script: ['true'] },
      deploy: { stage: 'deploy', script: ['true'] },
      ...jobs,
    };
    isValid(configuration);
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('names every job by its prefix, so that it may be included twice', () => {
    const names = ['one', 'two'].map(prefix =>
      Object.keys(
        render(name, { ...smallestInputs[name], 'job-prefix': prefix }),
      ),
    );
    expect(names[0].filter(job => names[1].includes(job))).toEqual([]);
    expect(names[0].every(job => /^\.?one-/.test(job))).toBe(true);
  });

  it('has no keyword that would change other jobs', () => {
    const globals = [
      'default',
      'stages',
      'variables',
      'workflow',
      'include',
      'image',
      'services',
      'cache',
      'before_script',
      'after_script',
    ];
    const keys = Object.keys(render(name, smallestInputs[name]));
    expect(keys.filter(key => globals.includes(key))).toEqual([]);
  });

  it('gives inputs to scripts through variables only', () => {
    const odd = '/$(touch hacked)/"; exit 0; \'.yaml';
    const declared = Object.keys(readInputs(name));
    const free = ['config', 'break-glass', 'resource-group', 'data-rule'];
    const jobs = render(name, {
      ...smallestInputs[name],
      ...Object.fromEntries(
        free
          .filter(input => declared.includes(input))
          .map(input => [input, odd]),
      ),
    });
    for (const job of Object.values(jobs)) {
      expect(JSON.stringify(job.script ?? [])).not.toContain('hacked');
    }
    expect(JSON.stringify(jobs)).toContain('"expand":false');
  });

  it('asks for a token of the portal alone', () => {
    const tokens = Object.entries(render(name, smallestInputs[name])).flatMap(
      ([job, { id_tokens: own }]) =>
        own && !job.endsWith('-portal-unreachable-direct') ? [own] : [],
    );
    expect(tokens).not.toEqual([]);
    for (const token of tokens) {
      expect(token).toEqual({
        SAFEPOINT_ID_TOKEN: { aud: 'https://portal.example.com' },
      });
    }
  });

  it.each([
    ['portal-url', 'ftp://portal.example.com'],
    ['portal-url', 'https://portal.example.com/path'],
    ['environment', 'a b'],
    ['job-prefix', 'Upper Case'],
  ])('refuses %s %j', (input, bad) => {
    expect(() =>
      render(name, { ...smallestInputs[name], [input]: bad }),
    ).toThrow('RegEx');
  });
});

describe('the schema', () => {
  it('refuses what GitLab refuses', () => {
    expect(isValid({ job: { script: ['true'], needs: 'all of them' } })).toBe(
      false,
    );
    expect(
      isValid({ job: { script: ['true'], environment: { action: 'dance' } } }),
    ).toBe(false);
  });
});
