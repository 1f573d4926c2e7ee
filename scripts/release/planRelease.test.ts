import { findVersions } from './findVersions.mjs';
import { parseTags } from './git.mjs';
import { planRelease } from './planRelease.mjs';

const split = 'a'.repeat(40);
const fine = {
  version: '1.2.3',
  branch: 'main',
  split,
  versions: [{ file: 'README.md', line: 7, version: '1.2.3' }],
  uncommitted: [] as string[],
  remoteTags: { '1.2.2': 'b'.repeat(40) },
};

describe('the plan of a release', () => {
  it('pushes branch and tag of the folder’s own commit', () => {
    expect(planRelease(fine)).toEqual({
      refspecs: [`${split}:refs/heads/main`, `${split}:refs/tags/1.2.3`],
    });
  });

  it('is done where the tag is there, from the same state', () => {
    expect(planRelease({ ...fine, remoteTags: { '1.2.3': split } })).toEqual({
      done: '1.2.3 is released already.',
    });
  });

  it.each(['v1.2.3', '1.2', '1.2.3-rc1', '01.2.3'])(
    'takes no version %s',
    version => {
      expect(planRelease({ ...fine, version, versions: [] })).toEqual({
        problems: [expect.stringContaining('no semantic version')],
      });
    },
  );

  it('says everything that stands in the way at once', () => {
    expect(
      planRelease({
        ...fine,
        versions: [{ file: 'README.md', line: 7, version: '1.2.2' }],
        uncommitted: ['gitlab-components/README.md'],
        remoteTags: { '1.2.3': 'c'.repeat(40) },
      }),
    ).toEqual({
      problems: [
        'README.md:7 names 1.2.2; write 1.2.3 there and commit it.',
        'gitlab-components/README.md is not committed; what is released is a commit.',
        expect.stringContaining('released already, from another state'),
      ],
    });
  });
});

it('finds each version that is written somewhere', () => {
  expect(
    findVersions({
      'a.md': 'x\ninclude safepoint/components/deploy-guard@0.1.0\n',
      'b.yml': 'default: $CI_REGISTRY/safepoint/agent:0.2.0',
      'package.json': '{\n  "version": "0.3.0",\n  "yaml": "^2.9.1"\n}',
    }),
  ).toEqual([
    { file: 'a.md', line: 2, version: '0.1.0' },
    { file: 'b.yml', line: 1, version: '0.2.0' },
    { file: 'package.json', line: 2, version: '0.3.0' },
  ]);
});

it('reads the commits of plain and of annotated tags', () => {
  expect(
    parseTags(
      'aaa\trefs/tags/1.0.0\nbbb\trefs/tags/2.0.0\nccc\trefs/tags/2.0.0^{}',
    ),
  ).toEqual({ '1.0.0': 'aaa', '2.0.0': 'ccc' });
  expect(parseTags('')).toEqual({});
});
