import { guessTier } from './guessTier';
import { maskSecrets } from './maskSecrets';
import { parseDuration } from './parseDuration';
import { selectVariables } from './selectVariables';

describe('GitLab’s small rules', () => {
  it.each([
    ['3600', 3600],
    ['90 minutes', 5400],
    ['1h 30m', 5400],
    ['2 hours and 5 seconds', 7205],
    ['soon', undefined],
    ['5 parsecs', undefined],
  ])('read the duration %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    ['production', 'production'],
    ['Live', 'production'],
    ['review/app', 'development'],
    ['pre-prod', 'staging'],
    ['qa', 'testing'],
    ['drill', 'other'],
  ])('guess the tier of %s', (name, tier) => {
    expect(guessTier(name)).toBe(tier);
  });

  it('mask a secret that contains another', () => {
    expect(maskSecrets('x secret-long secret', ['secret', 'secret-long'])).toBe(
      'x [MASKED] [MASKED]',
    );
  });

  it('take the variable with the most specific scope, and protected ones only where they may go', () => {
    const variables = [
      { key: 'A', value: 'specific', environmentScope: 'review/*' },
      { key: 'A', value: 'general' },
      { key: 'P', value: 'guarded', protected: true },
    ];
    const values = (refProtected: boolean, environment?: string) =>
      selectVariables(variables, { refProtected, environment })
        .map(({ value }) => value)
        .sort();
    expect(values(false)).toEqual(['general']);
    expect(values(true, 'review/a.b')).toEqual(['guarded', 'specific']);
    expect(values(false, 'production')).toEqual(['general']);
  });
});
