import { parse } from 'yaml';
import { parseConfig } from '../../config/parseConfig';
import { parseConfiguration } from './addInclude';
import { planOnboarding } from './planOnboarding';

const catalog = `
kind: Resource
metadata: { name: orders-db, annotations: { safepoint.dev/driver: postgres } }
spec: { type: database }
---
kind: Resource
metadata: { name: queue }
spec: { type: topic }
---
kind: Component
metadata: { name: orders }
spec: { dependsOn: [resource:orders-db, 'resource:shared/users-db', 'component:default/mail', resource:default/queue] }
`;
const pipeline = `# our pipeline
stages: [build, deploy] # two

build:
  stage: build
  script: [make]

deploy:
  stage: deploy
  script:
    - !reference [.setup, script]
    - ./deploy.sh   # as ever
  environment: { name: production }
`;
const wishes = {
  environment: 'production',
  portalUrl: 'https://portal.example.com',
  componentVersion: '0.1.0',
};

function planned(files: Parameters<typeof planOnboarding>[0], more = {}) {
  const plan = planOnboarding(files, { ...wishes, ...more });
  if ('problems' in plan) throw new Error(plan.problems.join('\n'));
  return plan;
}

const include = {
  component: '$CI_SERVER_FQDN/safepoint/components/deploy-guard@0.1.0',
  inputs: {
    'portal-url': 'https://portal.example.com',
    environment: 'production',
    'deploy-job': 'deploy',
  },
};

describe('what onboarding changes', () => {
  it('adds the include above everything that stands there, and changes nothing else', () => {
    const { changes } = planned({ catalog, pipeline });
    expect(changes[0].after.endsWith(pipeline)).toBe(true);
    expect(parseConfiguration(changes[0].after).toJS()).toEqual({
      include: [include],
      ...parseConfiguration(pipeline).toJS(),
    });
    expect(changes[0].after.length - pipeline.length).toBeLessThan(300);
  });

  it('writes a safepoint.yaml that the agent takes, for what the component depends on and can be saved', () => {
    const { changes } = planned({ catalog, pipeline });
    const config = parseConfig(changes[1].after, 'safepoint.yaml');
    expect(config.stores).toEqual({
      'resource:default/orders-db': { connection: '${ORDERS_DB_URL}' },
      'resource:shared/users-db': { connection: '${USERS_DB_URL}' },
    });
  });

  it('keeps a safepoint.yaml that is there', () => {
    const { changes, description } = planned({
      catalog,
      pipeline,
      safepoint: 'stores: {}',
    });
    expect(changes.map(({ path }) => path)).toEqual(['.gitlab-ci.yml']);
    expect(description).toContain('kept as it is');
  });

  it.each([
    ['a list', 'include:\n  - local: a.yml # one\n  - b.yml\n', 2],
    ['a list without indent', 'include:\n# first\n- local: a.yml\n', 1],
    ['one file', "include: 'a.yml' # one\n", 1],
  ])('joins an include that is %s', (_, text, length) => {
    const before = `${text}${pipeline}`;
    const { changes } = planned({ catalog, pipeline: before });
    const after = parseConfiguration(changes[0].after).toJS();
    expect(after.include).toHaveLength(length + 1);
    expect(after.include[0]).toEqual(include);
    expect(changes[0].after).toContain('as ever');
    const comments = (value: string) => value.match(/#.*/g);
    expect(comments(changes[0].after)).toEqual(comments(before));
  });

  it('tells the owners about variables, a job that may fail, and one that the stages do not hold back', () => {
    const text = pipeline.replace(
      'environment:',
      'needs: []\n  when: manual\n  environment:',
    );
    const { description } = planned({ catalog, pipeline: text });
    expect(description).toContain('`ORDERS_DB_URL`, `USERS_DB_URL`');
    expect(description).toContain('Give it `allow_failure: false`');
    expect(description).toContain('has `needs` of its own');
    const plain = planned({ catalog, pipeline }).description;
    expect(plain).not.toContain('allow_failure');
    const [, block] = /```yaml\n([^]*?)```/.exec(plain) ?? [];
    expect(parseConfiguration(block).toJS()).toMatchObject({
      deploy: { extends: '.safepoint-gate' },
    });
    expect(() => parse(block, { logLevel: 'silent' })).not.toThrow();
  });
});

describe('what stands in the way of onboarding', () => {
  const several = `${pipeline}\nredeploy: { script: [x], environment: production }\n`;
  const two = `${catalog}---\nkind: Component\nmetadata: { name: mail }\n`;

  it.each<[string, Parameters<typeof planOnboarding>[0], RegExp]>([
    ['no catalog file', { pipeline }, /no catalog-info\.yaml/],
    ['no pipeline', { catalog }, /no \.gitlab-ci\.yml/],
    ['a broken pipeline', { catalog, pipeline: 'a: [' }, /\.gitlab-ci\.yml: /],
    ['a broken catalog', { catalog: 'a: [', pipeline }, /catalog-info\.yaml: /],
    [
      'several components',
      { catalog: two, pipeline },
      /Say which by --component/,
    ],
    [
      'no data store',
      { catalog: 'kind: Component\nmetadata: { name: x }', pipeline },
      /depends on no data store/,
    ],
    [
      'no deploy job',
      { catalog, pipeline: 'a: { script: [x] }' },
      /no job deploys/,
    ],
    ['several deploy jobs', { catalog, pipeline: several }, /deploy, redeploy/],
    [
      'a guard that is there',
      { catalog, pipeline: `include: [a/deploy-guard@1.0.0]\n${pipeline}` },
      /already/,
    ],
    [
      'an include in one line',
      { catalog, pipeline: `include: [a.yml]\n${pipeline}` },
      /as a list with a dash/,
    ],
  ])('is said: %s', (_, files, message) => {
    const plan = planOnboarding(files, wishes);
    expect('problems' in plan && plan.problems.join('\n')).toMatch(message);
  });

  it('is said all at once', () => {
    const plan = planOnboarding({}, wishes);
    expect('problems' in plan && plan.problems).toHaveLength(2);
  });

  it('is gone where a person says which', () => {
    const { description, changes } = planned(
      { catalog: two, pipeline: several },
      { component: 'component:default/orders', deployJob: 'redeploy' },
    );
    expect(description).toContain('component:default/orders');
    expect(changes[0].after).toContain('deploy-job: redeploy');
  });
});
