import { createHmac } from 'node:crypto';
import { signatureHeaders } from './signatureHeaders';

describe('signatureHeaders', () => {
  it('signs id, time and body with the bytes of the token', () => {
    const key = Buffer.alloc(32, 7);
    const headers = signatureHeaders(
      `whsec_${key.toString('base64')}`,
      'delivery-1',
      '{"a": 1}',
    );
    const expected = createHmac('sha256', key)
      .update(`delivery-1.${headers['webhook-timestamp']}.{"a": 1}`)
      .digest('base64');
    expect(headers).toMatchObject({
      'webhook-id': 'delivery-1',
      'webhook-signature': `v1,${expected}`,
    });
  });

  it('takes no token of another kind', () => {
    expect(() => signatureHeaders('secret', '1', '')).toThrow(/whsec_/);
  });
});
