import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { safepointPermissions } from '@safepoint/backstage-plugin-safepoint-common';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { readAutomation } from './automation';
import { ConfigProblems } from './ConfigProblems';

const principal = {
  subject: 'make',
  may: ['backup'],
  entities: ['Resource:default/CRM'],
  environments: ['production'],
};

function read(automation: JsonObject | undefined) {
  const problems = new ConfigProblems();
  const config = readAutomation(new ConfigReader({ automation }), problems);
  problems.throwIfAny();
  return config;
}

describe('readAutomation', () => {
  it('lets nobody do anything by default', () => {
    expect(read(undefined)).toEqual({ principals: [], callsPerMinute: 60 });
  });

  it('reads what the documents show, whose permissions there are', async () => {
    const text = await readFile(
      join(__dirname, '../../../../docs/automation.md'),
      'utf8',
    );
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const { backend, safepoint } = parse(example);
    expect(read(safepoint.automation).principals).toEqual([
      {
        subject: 'make',
        may: ['backup', 'record-external'],
        entities: ['resource:default/orders-db', 'resource:default/crm'],
        environments: ['production'],
      },
    ]);
    const [{ accessRestrictions, options }] = backend.auth.externalAccess;
    expect(options.subject).toBe('make');
    expect(safepointPermissions.map(({ name }) => name)).toEqual(
      expect.arrayContaining(accessRestrictions[0].permission),
    );
  });

  it('takes entity references in any case', () => {
    const { principals } = read({ principals: [principal] });
    expect(principals[0].entities).toEqual(['resource:default/crm']);
  });

  it.each<[string, JsonObject, RegExp]>([
    ['a plugin', { subject: 'plugin:catalog' }, /subject is/],
    ['a person', { subject: 'user:default/dana' }, /subject is/],
    ['no subject', { subject: ' ' }, /subject/],
    ['a restore', { may: ['restore'] }, /may has 'restore'/],
    ['no entities', { entities: [] }, /some names, or \* alone/],
    [
      'all entities and one',
      { entities: ['*', 'resource:default/crm'] },
      /\* alone/,
    ],
    ['half a reference', { entities: ['crm'] }, /kind:namespace\/name/],
    ['no environments', { environments: [] }, /some names/],
  ])('refuses %s', (_, change, problem) => {
    expect(() => read({ principals: [{ ...principal, ...change }] })).toThrow(
      problem,
    );
  });

  it.each(['may', 'entities', 'environments'])('has no default for %s', key => {
    const { [key as keyof typeof principal]: _, ...rest } = principal;
    expect(() => read({ principals: [rest] })).toThrow(new RegExp(key));
  });
});
