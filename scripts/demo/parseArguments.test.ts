import { parseArguments } from './parseArguments';

it('reads where to write the result, from where the person stands', () => {
  expect(parseArguments(['--once', '--json', 'r.json'], '/here')).toEqual({
    help: false,
    once: true,
    json: '/here/r.json',
  });
  expect(parseArguments(['--json=/abs.json'], '/here').json).toBe('/abs.json');
});

it.each([['--onse'], ['--json'], ['now']])(
  'refuses %s and shows the usage',
  argument => {
    expect(() => parseArguments([argument], '/')).toThrow('npm run demo');
  },
);
