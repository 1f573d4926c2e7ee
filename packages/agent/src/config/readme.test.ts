import path from 'node:path';
import { readExamples } from '@safepoint/engine/testUtils';
import { parseConfig } from './parseConfig';

const readme = path.resolve(__dirname, '../../../../README.md');

it('the safepoint.yaml of the README is valid', () => {
  const [example] = readExamples(readme, 'safepoint.yaml');
  const { stores } = parseConfig(example, 'README.md');
  expect(Object.keys(stores)).toEqual(['resource:default/orders-db']);
});
