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

describe('deploy-guard where only data changes matter', () => {
  const inputs = {
    ...smallestInputs['deploy-guard'],
    'only-data-changes': true,
    'data-paths': ['migrations/**/*'],
  };

  it('has its jobs in the pipeline where a path changed, and a gate that can do without', () => {
    const jobs = render('deploy-guard', inputs);
    expect(jobs['.safepoint-agent'].extends).toContain(
      '.safepoint-only-data-changes-true',
    );
    expect(jobs['.safepoint-only-data-changes-true'].rules).toEqual([
      {
        if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
        changes: ['migrations/**/*'],
      },
    ]);
    expect(jobs['.safepoint-gate'].needs).toEqual([
      { job: 'safepoint-before', optional: true },
    ]);
  });

  it('is off by default: the gate cannot do without its job', () => {
    const jobs = render('deploy-guard', smallestInputs['deploy-guard']);
    expect(jobs['.safepoint-agent'].extends).toContain(
      '.safepoint-only-data-changes-false',
    );
    expect(jobs['.safepoint-gate'].needs).toEqual([
      { job: 'safepoint-before', optional: false },
    ]);
  });

  it('takes nothing but true or false', () => {
    expect(() =>
      render('deploy-guard', { ...inputs, 'only-data-changes': 'true; exit' }),
    ).toThrow('not a boolean');
  });
});

describe('deploy-guard and a portal that cannot be reached', () => {
  it('tells every job what to do then, and fails where nothing else is asked for', () => {
    const variableOf = (inputs: Inputs) =>
      render('deploy-guard', inputs)['.safepoint-common'].variables;
    const smallest = smallestInputs['deploy-guard'];
    expect(variableOf(smallest)).toMatchObject({
      SAFEPOINT_ON_PORTAL_UNREACHABLE: { value: 'fail', expand: false },
    });
    expect(
      variableOf({ ...smallest, 'on-portal-unreachable': 'direct' }),
    ).toMatchObject({ SAFEPOINT_ON_PORTAL_UNREACHABLE: { value: 'direct' } });
    expect(() =>
      variableOf({ ...smallest, 'on-portal-unreachable': 'ignore' }),
    ).toThrow('allowed options');
  });

  it('gives the jobs that save two more tokens only where they may go on', () => {
    const agentOf = (inputs: Inputs) =>
      render('deploy-guard', inputs)['.safepoint-agent'].extends;
    const smallest = smallestInputs['deploy-guard'];
    const direct = { ...smallest, 'on-portal-unreachable': 'direct' };
    expect(agentOf(smallest)).toContain('.safepoint-portal-unreachable-fail');
    expect(agentOf(direct)).toContain('.safepoint-portal-unreachable-direct');
    const jobs = render('deploy-guard', direct);
    expect(jobs['.safepoint-portal-unreachable-fail'].id_tokens).toBe(
      undefined,
    );
    expect(jobs['.safepoint-portal-unreachable-direct'].id_tokens).toEqual({
      SAFEPOINT_DIRECT_TOKEN: { aud: 'https://portal.example.com/direct' },
      SAFEPOINT_CLOUD_TOKEN: { aud: 'sts.amazonaws.com' },
    });
    // The deploy job writes nothing to the bucket.
    expect(jobs['.safepoint-gate'].extends).toBe('.safepoint-common');
  });

  it('gives the reason to go without a recovery point to the job before alone', () => {
    const jobs = render('deploy-guard', {
      ...smallestInputs['deploy-guard'],
      'break-glass': 'The disk of the database is full',
    });
    const holders = Object.keys(jobs).filter(name =>
      JSON.stringify(jobs[name]).includes('The disk'),
    );
    expect(holders).toEqual(['safepoint-before']);
    expect(jobs['safepoint-before'].variables).toEqual({
      SAFEPOINT_BREAK_GLASS: {
        value: 'The disk of the database is full',
        expand: false,
      },
    });
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
