import { isPlatformLocation } from './platformLocation';

const repository = 'https://gitlab.example.com/platform/policies/-/blob/main';
const url = (target: string) => ({ type: 'url', target });

it.each([
  `${repository}/gold.yaml`,
  `${repository}/teams/a/gold.yaml`,
  repository,
])('takes policies from %s', target => {
  expect(isPlatformLocation(url(target), [url(repository)])).toBe(true);
  expect(isPlatformLocation(url(target), [url(`${repository}/`)])).toBe(
    target !== repository,
  );
});

it.each([
  `${repository}-evil/gold.yaml`,
  `${repository}.evil/gold.yaml`,
  `${repository}/../../../evil/gold.yaml`,
  `${repository}/%2e%2e/evil/gold.yaml`,
  `${repository}/..%2fevil/gold.yaml`,
  `${repository}/..\\evil/gold.yaml`,
  `${repository}/./gold.yaml`,
  `${repository}/gold.yaml?ref=evil`,
  `${repository}/gold.yaml#evil`,
  'https://gitlab.example.com/platform/policies/-/blob/mainly/gold.yaml',
  'https://gitlab.example.com@evil.example/platform/policies/-/blob/main/gold.yaml',
  'http://gitlab.example.com/platform/policies/-/blob/main/gold.yaml',
  'https://gitlab.example.com/evil/policies/-/blob/main/gold.yaml',
  '',
])('takes none from %s', target => {
  expect(isPlatformLocation(url(target), [url(repository)])).toBe(false);
});

it('takes none of another type, and none where nothing is allowed', () => {
  const file = { type: 'file', target: '/policies/gold.yaml' };
  expect(isPlatformLocation(file, [url('/policies')])).toBe(false);
  expect(isPlatformLocation(file, [])).toBe(false);
  expect(
    isPlatformLocation(file, [{ type: 'file', target: '/policies' }]),
  ).toBe(true);
});

it('takes a target with a query only as it is written', () => {
  const target = 'https://dev.azure.com/o/p/_git/r?path=/gold.yaml';
  expect(isPlatformLocation(url(target), [url(target)])).toBe(true);
  expect(isPlatformLocation(url(`${target}&version=evil`), [url(target)])).toBe(
    false,
  );
});
