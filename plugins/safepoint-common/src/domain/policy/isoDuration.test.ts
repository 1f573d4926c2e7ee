import fc from 'fast-check';
import { formatIsoDuration, parseIsoDuration } from './isoDuration';

it.each([
  ['PT1H', 3_600],
  ['P7D', 604_800],
  ['P2W', 1_209_600],
  ['P1DT2H3M4S', 93_784],
  ['PT90M', 5_400],
  ['PT0S', 0],
])('reads %s as %d seconds', (text, seconds) => {
  expect(parseIsoDuration(text)).toBe(seconds);
});

it.each([
  'P',
  'PT',
  'P1DT',
  'P1M',
  'P1Y',
  '1h',
  'PT1.5H',
  '-PT1H',
  'PT1H ',
  '',
])("does not read '%s'", text => {
  expect(parseIsoDuration(text)).toBeUndefined();
});

it('reads what it writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400_000_000 }), seconds => {
      expect(parseIsoDuration(formatIsoDuration(seconds))).toBe(seconds);
    }),
  );
});
