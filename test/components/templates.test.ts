import { compileGitLabSchema } from './schema/gitlabSchema';
import {
  componentNames,
  readInputs,
  render,
  smallestInputs,
  type Inputs,
  type Job,
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

function isHidden(name: string) {
  return name.startsWith('.');
}

/** What the deploy job of a consumer looks like under the strict gate, `!reference` resolved. */
function strictDeployJob(prefix: string, jobs: Record<string, Job>): Job {
  const gate = jobs[`.${prefix}-gate`];
  return {
    extends: `.${prefix}-gate`,
    stage: 'deploy',
    needs: gate.needs,
    script: [...(gate.script as string[]), './deploy.sh'],
    environment: 'production',
  };
}

describe.each(componentNames)('%s', name => {
  it('describes each input', () => {
    const inputs = Object.entries(readInputs(name));
    expect(inputs.length).toBeGreaterThan(0);
    for (const [, { description }] of inputs) {
      expect(description).toMatch(/^[A-Z].*\.$/s);
    }
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
    const jobs = render(name, { ...smallestInputs[name], config: odd });
    for (const job of Object.values(jobs)) {
      expect(JSON.stringify(job.script ?? [])).not.toContain('hacked');
    }
    expect(JSON.stringify(jobs)).toContain('"expand":false');
  });

  it('asks for a token of the portal alone', () => {
    const tokens = Object.values(render(name, smallestInputs[name])).flatMap(
      job => (job.id_tokens ? [job.id_tokens] : []),
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

describe('deploy-guard', () => {
  const jobs = render('deploy-guard', smallestInputs['deploy-guard']);

  it('is valid together with a deploy job under the strict gate', () => {
    isValid({
      stages: ['deploy'],
      ...jobs,
      deploy: strictDeployJob('safepoint', jobs),
    });
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('runs three jobs, of which none is a deployment to the environment', () => {
    const visible = Object.keys(jobs).filter(name => !isHidden(name));
    expect(visible).toEqual([
      'safepoint-before',
      'safepoint-baseline',
      'safepoint-on-failure',
    ]);
    expect(jobs['.safepoint-agent'].environment).toEqual({
      name: 'production',
      action: 'access',
    });
  });

  it('keeps the gate free of what would hide the deploy job’s own image, rules and environment', () => {
    expect(Object.keys(jobs['.safepoint-gate']).sort()).toEqual([
      'extends',
      'needs',
      'script',
    ]);
    expect(Object.keys(jobs['.safepoint-common']).sort()).toEqual([
      'id_tokens',
      'variables',
    ]);
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
