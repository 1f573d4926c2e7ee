import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { provideWebIdentity } from './provideWebIdentity';

const role = 'arn:aws:iam::123456789012:role/safepoint-orders';

describe('the web identity of a job', () => {
  it('is a file that only this user reads, and is gone afterwards', async () => {
    const variables: NodeJS.ProcessEnv = {
      AWS_ROLE_ARN: role,
      SAFEPOINT_CLOUD_TOKEN: 'token',
    };
    const undo = await provideWebIdentity(variables);
    const file = variables.AWS_WEB_IDENTITY_TOKEN_FILE!;
    expect(await readFile(file, 'utf8')).toBe('token');
    expect(statSync(file).mode.toString(8)).toMatch(/600$/);
    await undo();
    expect(existsSync(file)).toBe(false);
    expect(variables).not.toHaveProperty('AWS_WEB_IDENTITY_TOKEN_FILE');
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    ['a role', { SAFEPOINT_CLOUD_TOKEN: 'token' }],
    ['a token', { AWS_ROLE_ARN: role }],
  ])('is none without %s', async (_, variables) => {
    const before = { ...variables };
    await (
      await provideWebIdentity(variables)
    )();
    expect(variables).toEqual(before);
  });

  it('is left to a job that has prepared one itself', async () => {
    const variables: NodeJS.ProcessEnv = {
      AWS_ROLE_ARN: role,
      AWS_WEB_IDENTITY_TOKEN_FILE: '/own/token',
      SAFEPOINT_CLOUD_TOKEN: 'token',
    };
    await (
      await provideWebIdentity(variables)
    )();
    expect(variables.AWS_WEB_IDENTITY_TOKEN_FILE).toBe('/own/token');
  });
});
