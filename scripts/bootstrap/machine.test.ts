import { parseDistribution } from './machine.mjs';

describe('parseDistribution', () => {
  it.each([
    ['debian', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'],
    ['ubuntu', 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n'],
    ['ubuntu', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n'],
    ['debian', 'ID=raspbian\nID_LIKE=debian\n'],
    ['other', 'ID="fedora"\nVERSION_ID=42\n'],
    ['other', ''],
  ])('tells %s', (expected, osRelease) => {
    expect(parseDistribution(osRelease)).toBe(expected);
  });
});
