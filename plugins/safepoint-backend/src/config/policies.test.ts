import { ConfigReader } from '@backstage/config';
import { resolve } from 'node:path';
import { ConfigProblems } from './ConfigProblems';
import { readPolicies } from './policies';

const read = (policies?: object) => {
  const problems = new ConfigProblems();
  const config = readPolicies(
    new ConfigReader({ ...(policies && { policies: { ...policies } }) }),
    problems,
  );
  problems.throwIfAny();
  return config;
};

it('takes policies from nowhere unless it is told where', () => {
  expect(read()).toEqual({ locations: [], selectors: [] });
});

it('reads where policies come from and whom they are for', () => {
  expect(
    read({
      locations: [{ type: 'file', target: 'policies' }],
      selectors: [{ match: { kind: 'Resource' }, policy: 'gold' }],
    }),
  ).toEqual({
    locations: [{ type: 'file', target: resolve('policies') }],
    selectors: [
      { match: { kind: ['Resource'] }, policy: 'recoverypolicy:default/gold' },
    ],
  });
});

it('names every problem', () => {
  expect(() =>
    read({ locations: [{ target: '' }], selectors: [{ policy: 'a b' }] }),
  ).toThrow(
    /safepoint\.policies\.locations\[0\]\.target must not be empty\.[^]*safepoint\.policies\.selectors\[0\]\.policy write the name/,
  );
});
