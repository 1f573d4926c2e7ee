import { resultWithout } from './missingServers';

const missing = [
  { name: 'ceph', title: 'Ceph', binaries: ['radosgw'], packages: [] },
];

it('names a suite without its server as skipped, with the reason', () => {
  expect(resultWithout('contract', missing, false)).toMatchObject({
    suite: 'contract',
    failed: 0,
    skipped: 1,
    skippedBecause: expect.stringContaining('Ceph'),
  });
});

it('makes it a failure with CI=true', () => {
  expect(resultWithout('contract', missing, true)).toMatchObject({
    failed: 1,
    skipped: 0,
    failures: [{ message: expect.stringContaining('Ceph') }],
  });
});
