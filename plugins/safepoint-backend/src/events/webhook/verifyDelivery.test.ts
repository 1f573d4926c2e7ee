import { createHmac } from 'node:crypto';
import type { WebhookSecret } from '../../config/webhooks';
import { verifyDelivery } from './verifyDelivery';

const key = Buffer.alloc(32, 7);
const otherKey = Buffer.alloc(32, 8);
const token: WebhookSecret = { kind: 'token', value: 't'.repeat(32) };
const otherToken: WebhookSecret = { kind: 'token', value: 'u'.repeat(32) };
const signing: WebhookSecret = { kind: 'signing', key };
const otherSigning: WebhookSecret = { kind: 'signing', key: otherKey };
const now = new Date('2026-11-23T12:00:00Z');
const seconds = now.getTime() / 1_000;
const body = Buffer.from('{"object_kind":"deployment", "deployment_id": 9}');

function sign(
  changes: {
    key?: Buffer;
    id?: string;
    at?: number | string;
    signed?: Buffer;
  } = {},
) {
  const id = changes.id ?? 'delivery-1';
  const at = changes.at ?? seconds;
  const mac = createHmac('sha256', changes.key ?? key)
    .update(`${id}.${at}.`)
    .update(changes.signed ?? body)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': `${at}`,
    'webhook-signature': `v1,${mac}`,
  };
}

const judge = (
  headers: Record<string, string | string[] | undefined>,
  secrets: WebhookSecret[],
) => verifyDelivery({ headers, body }, secrets, now);

describe('verifyDelivery', () => {
  it.each([
    ['the token', { 'x-gitlab-token': 't'.repeat(32) }, [token], undefined],
    [
      'either token while it is rotated',
      { 'x-gitlab-token': 'u'.repeat(32) },
      [token, otherToken],
      undefined,
    ],
    ['a signature', sign(), [signing], 'delivery-1'],
    [
      'a signature by either key while it is rotated',
      sign({ key: otherKey }),
      [signing, otherSigning],
      'delivery-1',
    ],
    [
      'one good signature of several',
      {
        ...sign(),
        'webhook-signature': `v1,AAAA ${sign()['webhook-signature']}`,
      },
      [signing],
      'delivery-1',
    ],
    [
      'a clock that is 5 minutes off',
      sign({ at: seconds - 300 }),
      [signing],
      'delivery-1',
    ],
    [
      'the token of a delivery that is signed by a key nobody gave the portal',
      { ...sign(), 'x-gitlab-token': 't'.repeat(32) },
      [token],
      undefined,
    ],
  ])('takes %s', (_, headers, secrets, id) => {
    expect(judge(headers, secrets)).toEqual({
      accepted: true,
      ...(id && { id }),
    });
  });

  it.each([
    ['nothing', {}, [token, signing]],
    ['no secret at all', { 'x-gitlab-token': 't'.repeat(32) }, []],
    ['another token', { 'x-gitlab-token': 't'.repeat(31) }, [token]],
    ['an empty token', { 'x-gitlab-token': '' }, [token]],
    ['two tokens', { 'x-gitlab-token': ['t'.repeat(32), 'x'] }, [token]],
    [
      'the signing token sent as a token',
      { 'x-gitlab-token': `whsec_${key.toString('base64')}` },
      [signing],
    ],
    ['a signature of another key', sign({ key: otherKey }), [signing]],
    [
      'a signature of another body',
      sign({ signed: Buffer.from('{}') }),
      [signing],
    ],
    [
      'a signature of the body as it is parsed and written again',
      sign({
        signed: Buffer.from(JSON.stringify(JSON.parse(body.toString()))),
      }),
      [signing],
    ],
    ['a signature from the past', sign({ at: seconds - 301 }), [signing]],
    ['a signature from the future', sign({ at: seconds + 301 }), [signing]],
    ['a time that is none', sign({ at: 'NaN' }), [signing]],
    [
      'another id than was signed',
      { ...sign(), 'webhook-id': 'other' },
      [signing],
    ],
    ['no id', { ...sign(), 'webhook-id': undefined }, [signing]],
    [
      'another version of signature',
      {
        ...sign(),
        'webhook-signature': sign()['webhook-signature'].replace('v1,', 'v1a,'),
      },
      [signing],
    ],
    [
      'a wrong signature beside a good token',
      { ...sign({ key: otherKey }), 'x-gitlab-token': 't'.repeat(32) },
      [token, signing],
    ],
  ])('refuses %s', (_, headers, secrets) => {
    expect(judge(headers, secrets)).toEqual({
      accepted: false,
      reason: expect.any(String),
    });
  });

  it('says nothing of what it compared with', () => {
    const verdict = judge({ 'x-gitlab-token': 'guess' }, [token]);
    expect(JSON.stringify(verdict)).not.toMatch(/ttt|guess/);
  });
});
