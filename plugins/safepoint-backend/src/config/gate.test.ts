import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { ConfigProblems } from './ConfigProblems';
import { readGate } from './gate';

const read = (gate?: JsonObject) => {
  const problems = new ConfigProblems();
  const result = readGate(new ConfigReader(gate ? { gate } : {}), problems);
  problems.throwIfAny();
  return result;
};

describe('safepoint.gate', () => {
  it('may be left out', () => {
    expect(read()).toEqual({ base: {}, environments: {} });
  });

  it('holds words for all and for environments of any name', () => {
    expect(
      read({
        mode: 'reuse',
        reuseWithin: 'PT5M',
        receiptValidFor: { minutes: 30 },
        environments: {
          Production: { mode: 'required', breakGlass: 'allowed' },
          'eu-1.test': { mode: 'off', maxPointAge: 'PT20M' },
        },
      }),
    ).toEqual({
      base: {
        mode: 'reuse',
        reuseWithinSeconds: 300,
        receiptValidForSeconds: 1_800,
      },
      environments: {
        production: { mode: 'required', breakGlass: 'allowed' },
        'eu-1.test': { mode: 'off', maxPointAgeSeconds: 1_200 },
      },
    });
  });

  it('reads what docs/gate.md shows', async () => {
    const document = join(__dirname, '../../../../docs/gate.md');
    const [, example] =
      /```yaml\n([\s\S]*?)```/.exec(await readFile(document, 'utf8')) ?? [];
    expect(read(parse(example).safepoint.gate)).toMatchObject({
      base: { mode: 'required', breakGlass: 'allowed' },
      environments: {
        staging: { mode: 'reuse' },
        review: { mode: 'off' },
        production: { maxPointAgeSeconds: 1_800 },
      },
    });
  });

  it('tells all its problems together', () => {
    let message = '';
    try {
      read({
        mode: 'maybe',
        environments: {
          production: { breakGlass: 'sometimes', brakeGlass: 'allowed' },
          'eu-1.test': { reuseWithin: 'soon' },
        },
      });
    } catch (error) {
      ({ message } = error as Error);
    }
    for (const expected of [
      /safepoint\.gate\.mode is 'maybe'; it must be one of required, reuse, off/,
      /safepoint\.gate\.environments\.production: breakGlass is 'sometimes'/,
      /safepoint\.gate\.environments\.production knows no brakeGlass/,
      /safepoint\.gate\.environments\.eu-1\.test: .*reuseWithin/,
    ]) {
      expect(message).toMatch(expected);
    }
  });

  it('refuses to use again what would be too old to deploy on', () => {
    expect(() =>
      read({
        environments: { staging: { mode: 'reuse', maxPointAge: 'PT5M' } },
      }),
    ).toThrow(/reuseWithin must be shorter than maxPointAge.*staging/);
    expect(() => read({ mode: 'reuse', receiptValidFor: 'PT10M' })).toThrow(
      /any environment/,
    );
  });
});
