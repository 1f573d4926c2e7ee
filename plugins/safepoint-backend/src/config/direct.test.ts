import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { ConfigProblems } from './ConfigProblems';
import { readDirect } from './direct';

function read(direct: JsonObject | undefined, type = 's3') {
  const problems = new ConfigProblems();
  const config = new ConfigReader({
    storage: { type },
    ...(direct && { direct }),
  });
  const result = readDirect(config, problems);
  let message = '';
  try {
    problems.throwIfAny();
  } catch (error) {
    message = (error as Error).message;
  }
  return { result, message };
}

describe('the configuration of direct mode', () => {
  it('is off unless somebody switches it on', () => {
    const { result, message } = read(undefined, 'filesystem');
    expect(message).toBe('');
    expect(result).toEqual({
      enabled: false,
      environments: [],
      validForSeconds: 3 * 86_400,
      maxStoredBytes: 500 * 1024 ** 3,
    });
  });

  it('names the environments that it is for', () => {
    const { result, message } = read({
      enabled: true,
      environments: ['staging'],
      validFor: { days: 7 },
      maxStoredGiB: 2,
    });
    expect(message).toBe('');
    expect(result).toEqual({
      enabled: true,
      environments: ['staging'],
      validForSeconds: 7 * 86_400,
      maxStoredBytes: 2 * 1024 ** 3,
    });
  });

  it('tells every problem at once', () => {
    const { message } = read(
      { enabled: true, validFor: { days: 31 }, maxStoredGiB: 0 },
      'filesystem',
    );
    expect(message).toContain('safepoint.direct.environments');
    expect(message).toContain('a storage that a job can reach');
    expect(message).toContain('safepoint.direct.validFor');
    expect(message).toContain('safepoint.direct.maxStoredGiB');
  });
});
