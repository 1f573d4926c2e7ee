import { ConfigReader } from '@backstage/config';
import { ConfigProblems } from './ConfigProblems';
import { readRetention } from './retention';

const read = (retention: object) => {
  const problems = new ConfigProblems();
  const config = readRetention(
    new ConfigReader({ retention: { ...retention } }),
    problems,
  );
  problems.throwIfAny();
  return config;
};

describe('readRetention', () => {
  it('gives three days of grace and deletes, unless it is told otherwise', () => {
    expect(read({})).toEqual({
      graceSeconds: 3 * 86_400,
      lockMode: 'governance',
      deletes: true,
    });
    expect(
      read({ grace: 'P7D', mode: 'plan-only', lockMode: 'compliance' }),
    ).toEqual({
      graceSeconds: 7 * 86_400,
      lockMode: 'compliance',
      deletes: false,
    });
  });

  it('names every key that is wrong, and what it may be', () => {
    const readWrong = () =>
      read({ grace: 'PT10M', mode: 'never', lockMode: 'legal' });
    expect(readWrong).toThrow(/retention\.grace must be at least an hour/);
    expect(readWrong).toThrow(/retention\.mode is 'never'.*delete, plan-only/);
    expect(readWrong).toThrow(/retention\.lockMode is 'legal'/);
  });
});
