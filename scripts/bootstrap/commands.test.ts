import { suites } from '../test/suites';
import { chooseSuites, commands } from './commands.mjs';

describe('chooseSuites', () => {
  it('takes all without a name, and named ones in their order of running', () => {
    expect(chooseSuites([])).toEqual(suites.map(suite => suite.name));
    expect(chooseSuites(['e2e', 'lint'])).toEqual(['lint', 'e2e']);
  });

  it('refuses an unknown suite and lists the known ones', () => {
    expect(() => chooseSuites(['units', 'lint', 'x'])).toThrow(
      /Unknown suite: units, x\. Known: types, lint, unit, contract,/,
    );
  });
});

describe('commands', () => {
  it('asks only for what the chosen suites need', () => {
    expect(commands.test.needs(['types', 'lint'])).toEqual([]);
    expect(commands.test.needs(['e2e'])).toContain('chromium');
    expect(commands.test.needs(['e2e'])).not.toContain('ceph');
    expect(commands.demo.needs([])).not.toContain('chromium');
    expect(commands.demo.needs(['--help'])).toEqual([]);
  });
});
