import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { parse } from 'yaml';
import { ConfigProblems } from './ConfigProblems';
import { readWebhooks } from './webhooks';

const key = Buffer.alloc(32, 7);
const signing = `whsec_${key.toString('base64')}`;
const token = 'f'.repeat(32);

function read(...webhookSecrets: (JsonValue | undefined)[]) {
  const problems = new ConfigProblems();
  const issuers = webhookSecrets.map(webhookSecret => ({ webhookSecret }));
  const config = new ConfigReader({ gitlab: { issuers } });
  const { secrets } = readWebhooks(config, problems);
  problems.throwIfAny();
  return secrets;
}

describe('readWebhooks', () => {
  it('reads one secret, several during rotation, and those of every GitLab', () => {
    expect(read(token, [signing, token], undefined)).toEqual([
      { kind: 'token', value: token },
      { kind: 'signing', key },
      { kind: 'token', value: token },
    ]);
  });

  it('reads what the documents show', async () => {
    const text = await readFile(
      join(__dirname, '../../../../docs/gitlab-events.md'),
      'utf8',
    );
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const { safepoint } = parse(
      example
        .replace(/^ {3}/gm, '')
        .replace('${SAFEPOINT_WEBHOOK_SECRET}', signing),
    );
    const problems = new ConfigProblems();
    expect(readWebhooks(new ConfigReader(safepoint), problems)).toEqual({
      secrets: [{ kind: 'signing', key }],
    });
  });

  it('reads none where none is', () => {
    expect(read(undefined)).toEqual([]);
  });

  it.each([
    ['a token that could be guessed', 'secret'],
    ['an empty token', ''],
    ['half a signing token', 'whsec_AAAA'],
  ])('refuses %s, and does not say it', (_, secret) => {
    expect(() => read(secret)).toThrow(/webhookSecret/);
    expect(() => read(secret)).not.toThrow(/AAAA/);
  });
});
