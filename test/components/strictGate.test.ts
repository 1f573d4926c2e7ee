import path from 'node:path';
import { readExamples } from '@safepoint/engine/testUtils';
import { parse, YAMLSeq, type CollectionTag } from 'yaml';
import { compileGitLabSchema } from './schema/gitlabSchema';
import { render, smallestInputs, type Job } from './templates';

const readme = path.resolve(__dirname, '../../gitlab-components/README.md');
const jobs = render('deploy-guard', smallestInputs['deploy-guard']);

/** GitLab's tag: in the place of the list stands what it names, flattened into the list around it. */
const reference: CollectionTag = {
  tag: '!reference',
  collection: 'seq',
  resolve: value => {
    const [job, key] = (value as YAMLSeq).toJSON() as [string, keyof Job];
    return { reference: jobs[job]?.[key] };
  },
};

function resolve(list: unknown[]): unknown[] {
  return list.flatMap(entry => {
    const { reference: found } = (entry ?? {}) as { reference?: unknown[] };
    return found ?? [entry];
  });
}

describe('the strict gate of the README', () => {
  const [example] = readExamples(readme, 'strict');
  const { deploy } = parse(example, { customTags: [reference] });
  const resolved = {
    ...deploy,
    needs: resolve(deploy.needs),
    script: resolve(deploy.script),
  };

  it('takes needs and script of the gate, and keeps the deploy job’s own', () => {
    expect(resolved.needs).toEqual(jobs['.safepoint-gate'].needs);
    expect(resolved.script).toEqual([
      ...(jobs['.safepoint-gate'].script as string[]),
      './deploy.sh',
    ]);
    expect(Object.keys(jobs)).toContain(resolved.extends);
  });

  it('is valid together with the guard', () => {
    const isValid = compileGitLabSchema();
    isValid({ ...jobs, deploy: resolved });
    expect(isValid.errors ?? []).toEqual([]);
  });
});
