import path from 'node:path';
import { readExamples } from '@safepoint/engine/testUtils';
import { parse } from 'yaml';
import { render, type Inputs } from './templates';

const readme = path.resolve(__dirname, '../../README.md');

describe('the pipeline of the README', () => {
  const [example] = readExamples(readme, '.gitlab-ci.yml');

  it('takes at most ten lines', () => {
    expect(example.split('\n').slice(1).length).toBeLessThanOrEqual(10);
  });

  it('includes a component with inputs that it takes', () => {
    const [include] = parse(example).include as {
      component: string;
      inputs: Inputs;
    }[];
    const name = /\/([a-z-]+)@\d+\.\d+\.\d+$/.exec(include.component)?.[1];
    expect(Object.keys(render(String(name), include.inputs))).toEqual(
      expect.arrayContaining([
        'safepoint-before',
        '.safepoint-gate',
        'safepoint-baseline',
        'safepoint-on-failure',
      ]),
    );
  });
});
