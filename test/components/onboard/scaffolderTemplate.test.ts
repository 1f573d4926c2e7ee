import { readFileSync } from 'node:fs';
import path from 'node:path';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import { Environment } from 'nunjucks';
import { parse } from 'yaml';
import { configSchema } from '../../../packages/agent/src/config/configSchema';
import { compileGitLabSchema } from '../schema/gitlabSchema';
import { render, type Inputs } from '../templates';

const folder = path.resolve(__dirname, '../../../templates/onboard');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const template = parse(read('template.yaml'));

/** Nunjucks as the Scaffolder sets it up. */
const nunjucks = new Environment(null, {
  autoescape: false,
  tags: { variableStart: '${{', variableEnd: '}}' },
});

const parameters = {
  component: 'component:shop/orders',
  environment: 'production',
  deployJob: 'deploy',
  portalUrl: 'https://portal.example.com',
  gitlabHost: 'gitlab.example.com',
};
const entity = {
  metadata: {
    namespace: 'shop',
    annotations: { 'gitlab.com/project-slug': 'shop/backend/orders' },
  },
  spec: {
    dependsOn: [
      'resource:orders-db',
      'Resource:default/users.db',
      'component:default/mail',
    ],
  },
};
const steps = { entity: { output: { entity } } };

/** Existing actions, and the inputs that their documentation lists. */
const actions: Record<string, string[]> = {
  'catalog:fetch': ['entityRef', 'entityRefs', 'optional', 'defaultKind'],
  'fetch:template': ['url', 'targetPath', 'values', 'templateFileExtension'],
  'publish:gitlab:merge-request': [
    'repoUrl',
    'branchName',
    'targetBranchName',
    'title',
    'description',
    'sourcePath',
    'targetPath',
    'commitAction',
    'projectid',
    'removeSourceBranch',
    'assignee',
    'reviewers',
    'labels',
  ],
};

function skeleton(file: string): string {
  const { environment, deployJob, portalUrl } = parameters;
  return nunjucks.renderString(read(`skeleton/${file}.njk`), {
    values: {
      environment,
      deployJob,
      portalUrl,
      namespace: entity.metadata.namespace,
      dependsOn: entity.spec.dependsOn,
    },
  });
}

describe('the Scaffolder template', () => {
  it('is a template by Backstage’s own schema', async () => {
    expect(await templateEntityV1beta3Validator.check(template)).toBe(true);
    const broken = { ...template, spec: { ...template.spec, steps: 'none' } };
    await expect(templateEntityV1beta3Validator.check(broken)).rejects.toThrow(
      /steps/,
    );
  });

  it('has existing actions only, with inputs that they take', () => {
    for (const { action, input } of template.spec.steps) {
      expect(Object.keys(actions)).toContain(action);
      expect(
        Object.keys(input).filter(name => !actions[action].includes(name)),
      ).toEqual([]);
    }
  });

  it('gives every value that the skeleton takes', () => {
    const files = ['safepoint.yaml', '.gitlab/safepoint.gitlab-ci.yml'];
    const used = files.flatMap(file =>
      [...read(`skeleton/${file}.njk`).matchAll(/values\.(\w+)/g)].map(
        ([, name]) => name,
      ),
    );
    const [, { input }] = template.spec.steps;
    expect(Object.keys(input.values).sort()).toEqual([...new Set(used)].sort());
  });

  it('finds the repository by the annotation, in nested groups too', () => {
    const { repoUrl } = template.spec.steps[2].input;
    expect(nunjucks.renderString(repoUrl, { parameters, steps })).toBe(
      'gitlab.example.com?owner=shop%2Fbackend&repo=orders',
    );
  });

  it('writes a guard that GitLab takes', () => {
    const guard = parse(skeleton('.gitlab/safepoint.gitlab-ci.yml'));
    const isValid = compileGitLabSchema();
    isValid({ deploy: { script: ['true'] }, ...guard });
    expect(isValid.errors ?? []).toEqual([]);
    const [{ inputs }] = guard.include as { inputs: Inputs }[];
    expect(Object.keys(render('deploy-guard', inputs))).toContain(
      'safepoint-before',
    );
  });

  it('writes a safepoint.yaml that the agent takes, for the stores and nothing else', () => {
    const config = configSchema.parse(parse(skeleton('safepoint.yaml')));
    expect(config.stores).toEqual({
      'resource:shop/orders-db': { connection: '${ORDERS_DB_URL}' },
      'resource:default/users.db': { connection: '${USERS_DB_URL}' },
    });
  });
});
