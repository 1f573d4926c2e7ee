import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { ConfigProblems } from './ConfigProblems';
import { readScrub } from './scrub';

function read(scrub: JsonObject = {}) {
  const problems = new ConfigProblems();
  const result = readScrub(new ConfigReader({ scrub }), problems);
  return { result, check: () => problems.throwIfAny() };
}

describe('the configuration of the scrub', () => {
  it('looks at everything once a week unless told otherwise', () => {
    const { result, check } = read();
    expect(check).not.toThrow();
    expect(result).toEqual({
      periodSeconds: 7 * 86_400,
      readShare: 0.02,
      readBytesPerDay: 100 * 1024 ** 3,
      strayAfterSeconds: 7 * 86_400,
    });
  });

  it('takes what is given', () => {
    const { result, check } = read({
      period: { days: 1 },
      readShare: 1,
      readGiBPerDay: 2,
      strayAfter: { days: 2 },
    });
    expect(check).not.toThrow();
    expect(result).toEqual({
      periodSeconds: 86_400,
      readShare: 1,
      readBytesPerDay: 2 * 1024 ** 3,
      strayAfterSeconds: 2 * 86_400,
    });
  });

  it.each([
    ['scrub.period', { period: { days: 91 } }],
    ['scrub.period', { period: { minutes: 5 } }],
    ['scrub.readShare', { readShare: 2 }],
    ['scrub.readGiBPerDay', { readGiBPerDay: 0 }],
    ['scrub.strayAfter', { strayAfter: { hours: 1 } }],
  ])('refuses a %s that makes no sense', (key, given) => {
    expect(read(given).check).toThrow(key);
  });
});
