import { ConfigReader } from '@backstage/config';
import { ConfigProblems } from './ConfigProblems';
import { readMetrics } from './metrics';

const read = (maxStores?: unknown) => {
  const problems = new ConfigProblems();
  const data = maxStores === undefined ? {} : { metrics: { maxStores } };
  const result = readMetrics(new ConfigReader(data as never), problems);
  problems.throwIfAny();
  return result;
};

it('bounds how many stores have series of their own', () => {
  expect(read()).toEqual({ maxStores: 5_000 });
  expect(read(0)).toEqual({ maxStores: 0 });
  expect(() => read(-1)).toThrow(/metrics.maxStores.*at least 0/);
});
