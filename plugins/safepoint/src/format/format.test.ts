import { formatBytes } from './formatBytes';
import { formatDuration } from './formatDuration';
import { fromLocalInputValue, toLocalInputValue } from './formatTime';

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [1_904, '1.9 kB'],
    [186_300_000, '186 MB'],
    [1_240_000_000, '1.2 GB'],
    [5_000_000_000_000_000, '5,000 TB'],
  ])('writes %d bytes as %s', (bytes, words) => {
    expect(formatBytes(bytes, 'en')).toBe(words);
  });

  it('uses the language it is given', () => {
    expect(formatBytes(1_240_000_000, 'de')).toBe('1,2\u00a0GB');
  });
});

describe('formatDuration', () => {
  it.each([
    [0.35, '0.4 seconds'],
    [1, '1 second'],
    [42, '42 seconds'],
    [59.7, '1 minute'],
    [60, '1 minute'],
    [262, '4 minutes, 22 seconds'],
    [3_599, '59 minutes, 59 seconds'],
    [3_600, '1 hour'],
    [4_800, '1 hour, 20 minutes'],
    [86_399, '1 day'],
    [100_000, '1 day, 3 hours'],
    [777_600, '9 days'],
  ])('writes %d seconds as %s', (seconds, words) => {
    expect(formatDuration(seconds, 'en')).toBe(words);
  });
});

describe('local input values', () => {
  it('come back as the moment they were made from, to the minute', () => {
    const value = toLocalInputValue('2026-11-23T03:04:00.000Z');
    expect(fromLocalInputValue(value)?.toISOString()).toBe(
      '2026-11-23T03:04:00.000Z',
    );
  });

  it('are no moment when they are empty', () => {
    expect(fromLocalInputValue('')).toBeUndefined();
  });
});
