import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readExamples } from '@safepoint/engine/testUtils';
import { parse } from 'yaml';
import { compileGitLabSchema } from './schema/gitlabSchema';
import { readInputs, render, type Inputs } from './templates';

const root = path.resolve(__dirname, '../..');
const file = path.join(root, 'docs/adoption.md');
const document = readFileSync(file, 'utf8');

describe('the policy for whole groups', () => {
  const [policyText] = readExamples(file, 'policy.yml');
  const [guardText] = readExamples(file, 'safepoint-guard.yml');
  const [policy] = parse(policyText).pipeline_execution_policy;

  it('has the keys that GitLab’s documentation lists, and replaces the project’s configuration', () => {
    const known = [
      'name',
      'description',
      'enabled',
      'content',
      'pipeline_config_strategy',
      'policy_scope',
    ];
    expect(Object.keys(policy).filter(key => !known.includes(key))).toEqual([]);
    expect(policy.pipeline_config_strategy).toBe('override_project_ci');
    expect(policy.content.include[0].file).toBe('safepoint-guard.yml');
  });

  it('includes a valid configuration: the project’s own, and the guard with inputs that it takes', () => {
    const isValid = compileGitLabSchema();
    const guard = parse(guardText);
    // The schema wants the name of a file; GitLab takes its variable for it, too.
    const text = guardText.replace('$CI_CONFIG_PATH', '.gitlab-ci.yml');
    isValid({ deploy: { script: ['true'] }, ...parse(text) });
    expect(isValid.errors ?? []).toEqual([]);
    const [own, component] = guard.include as [
      Record<string, string>,
      { component: string; inputs: Inputs },
    ];
    expect(own).toEqual({
      project: '$CI_PROJECT_PATH',
      ref: '$CI_COMMIT_SHA',
      file: '$CI_CONFIG_PATH',
    });
    expect(component.component).toMatch(/\/deploy-guard@\d+\.\d+\.\d+$/);
    const jobs = render('deploy-guard', component.inputs);
    isValid({ deploy: { script: ['true'] }, ...jobs });
    expect(isValid.errors ?? []).toEqual([]);
    expect(Object.keys(jobs)).toContain('policy-safepoint-before');
  });
});

describe('the document', () => {
  it('links to files that there are', () => {
    const links = [...document.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      ([, link]) => link,
    );
    expect(links.length).toBeGreaterThan(5);
    const broken = links.filter(
      link => !existsSync(path.resolve(root, 'docs', link)),
    );
    expect(broken).toEqual([]);
  });

  it('links to headings of its own that there are', () => {
    const headings = [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    const anchors = [...document.matchAll(/\]\(#([^)]+)\)/g)].map(
      ([, anchor]) => anchor,
    );
    expect(anchors.filter(anchor => !headings.includes(anchor))).toEqual([]);
  });

  it('names commands and options that there are', () => {
    expect(existsSync(path.join(root, 'scripts/release/main.mjs'))).toBe(true);
    const onboard = readFileSync(
      path.join(root, 'packages/agent/src/commands/onboard.ts'),
      'utf8',
    );
    const [command] = /safepoint onboard .*/.exec(document) ?? [''];
    const options = command.match(/--[a-z-]+/g) ?? [];
    expect(options.length).toBeGreaterThan(2);
    for (const option of options) expect(onboard).toContain(option);
  });

  it('names the default image of the components', () => {
    const image = String(readInputs('deploy-guard').image.default);
    expect(document).toContain(`\`${image}\``);
  });
});
