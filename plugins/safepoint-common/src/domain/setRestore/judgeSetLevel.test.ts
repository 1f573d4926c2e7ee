import type { VerificationLevel } from '../verification';
import { judgeSetLevel } from './judgeSetLevel';

const stores = (...levels: VerificationLevel[]) =>
  levels.map((level, at) => ({ entityRef: 'abc'[at], level }));

describe('judgeSetLevel', () => {
  it.each<[VerificationLevel[], boolean | undefined, string, RegExp]>([
    [['L3', 'L4'], true, 'L5', /assertions across them hold/],
    [['L4', 'L3'], undefined, 'L3', /no assertion across them is named/],
    [['L4', 'L4'], false, 'L4', /does not hold/],
    [['L4', 'L2'], true, 'L2', /b is proven to L2 only/],
    [['L5', 'L5'], undefined, 'L4', /by itself/],
    [[], true, 'L0', /no store/],
  ])('of %j with assertions %s is %s', (levels, across, level, reason) => {
    expect(judgeSetLevel(stores(...levels), across)).toEqual({
      level,
      reason: expect.stringMatching(reason),
    });
  });
});
