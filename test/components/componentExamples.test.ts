import path from 'node:path';
import { readExamples } from '@safepoint/engine/testUtils';
import { parse } from 'yaml';
import { compileGitLabSchema } from './schema/gitlabSchema';
import { componentNames, readInputs, render, type Inputs } from './templates';

const readme = path.resolve(__dirname, '../../gitlab-components/README.md');
const isValid = compileGitLabSchema();

interface Include {
  component: string;
  inputs: Inputs;
}

const examples = ['deploy-guard', 'recovery-drill'].flatMap(label =>
  readExamples(readme, label).map(text => ({
    text,
    label,
    includes: parse(text).include as Include[],
  })),
);

describe.each(examples)('an example of $label', ({ text, includes }) => {
  it('is a valid configuration', () => {
    isValid({ deploy: { script: ['true'] }, ...parse(text) });
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('names components and inputs that there are, and makes jobs of different names', () => {
    const names = includes.flatMap(({ component, inputs }) => {
      const name = /\/([a-z-]+)@\d+\.\d+\.\d+$/.exec(component)?.[1] ?? '';
      expect(componentNames).toContain(name);
      expect(Object.keys(readInputs(name))).toEqual(
        expect.arrayContaining(Object.keys(inputs)),
      );
      return Object.keys(render(name, inputs));
    });
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(0);
  });
});

it('the smallest example for one store takes at most ten lines', () => {
  const [smallest] = examples;
  expect(
    smallest.text.split('\n').filter(line => !line.startsWith('#')).length,
  ).toBeLessThanOrEqual(10);
});
