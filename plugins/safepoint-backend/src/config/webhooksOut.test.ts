import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { ConfigProblems } from './ConfigProblems';
import { readWebhooksOut } from './webhooksOut';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const endpoint = {
  id: 'make',
  url: 'https://hooks.example.com/secret-path',
  secrets: [secret],
};

function read(webhooksOut: JsonObject | undefined) {
  const problems = new ConfigProblems();
  const config = readWebhooksOut(new ConfigReader({ webhooksOut }), problems);
  problems.throwIfAny();
  return config;
}

describe('readWebhooksOut', () => {
  it('is nothing where nothing is', () => {
    expect(read(undefined)).toEqual({
      endpoints: [],
      allowPrivateAddresses: [],
      timeoutSeconds: 10,
      deadlineSeconds: 259_200,
    });
  });

  it('reads what the documents show', async () => {
    const text = await readFile(
      join(__dirname, '../../../../docs/webhooks.md'),
      'utf8',
    );
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const { safepoint } = parse(
      example
        .replace('${SAFEPOINT_WEBHOOK_MAKE_URL}', endpoint.url)
        .replace('${SAFEPOINT_WEBHOOK_MAKE_SECRET}', secret),
    );
    expect(read(safepoint.webhooksOut).endpoints).toEqual([
      {
        id: 'make',
        url: endpoint.url,
        types: ['dev.safepoint.drill.failed', 'dev.safepoint.deployment.*'],
        environments: ['production'],
        entities: undefined,
        secrets: [secret],
        contentType: 'application/cloudevents+json',
      },
    ]);
  });

  it.each<[string, JsonObject, RegExp]>([
    ['a path for an id', { id: '../x' }, /id is/],
    ['no address', { url: 'hooks' }, /not an https address/],
    ['a file', { url: 'file:///etc/passwd' }, /not an https address/],
    ['http', { url: 'http://hooks.example.com/' }, /allowHttp/],
    [
      'credentials',
      { url: 'https://u:p@hooks.example.com/' },
      /user or password/,
    ],
    ['no secret', { secrets: [] }, /secrets is missing/],
    ['a secret without its prefix', { secrets: [secret.slice(6)] }, /whsec_/],
    ['a short secret', { secrets: ['whsec_c2hvcnQ='] }, /whsec_/],
    ['a type of nobody', { types: ['dev.safepoint.coffee'] }, /no event is of/],
    ['a content type of nobody', { contentType: 'xml' }, /contentType/],
  ])('refuses %s, and does not say a secret', (_, change, problem) => {
    const refuse = () => read({ endpoints: [{ ...endpoint, ...change }] });
    expect(refuse).toThrow(problem);
    expect(refuse).not.toThrow(/secret-path|c2hvcnQ|BwcHBw/);
  });

  it('names all problems at once', () => {
    expect(() =>
      read({
        endpoints: [endpoint, { ...endpoint, url: 'x' }],
        allowPrivateAddresses: ['10.0.0.0', '10.0.0.0/33', 'fd00::/8'],
      }),
    ).toThrow(
      /not an https(.|\n)*more than once(.|\n)*10\.0\.0\.0'(.|\n)*\/33/,
    );
  });

  it('allows http where that is meant', () => {
    const url = 'http://10.1.2.3/hook';
    const { endpoints } = read({
      endpoints: [{ ...endpoint, url, allowHttp: true, contentType: 'json' }],
    });
    expect(endpoints[0]).toMatchObject({
      url,
      contentType: 'application/json',
    });
  });
});
