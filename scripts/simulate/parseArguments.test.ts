import { parseArguments } from './parseArguments';

it('reads what to simulate, with defaults', () => {
  expect(parseArguments([])).toEqual({
    help: false,
    write: false,
    seed: 1,
    stores: 2_000,
    days: 365,
  });
  expect(
    parseArguments(['--seed', '7', '--stores', '10', '--days', '30']),
  ).toMatchObject({ seed: 7, stores: 10, days: 30 });
});

it.each([
  [['--seed', 'x'], "--seed is 'x'; give a whole number"],
  [['--stores', '0'], 'from 1 to 100000'],
  [['--days', '1'], 'from 30 to 3660'],
  [['--fast'], 'npm run simulate'],
])('refuses %p with the usage', (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
});
