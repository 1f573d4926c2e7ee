import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/** How GitLab 19 signs a delivery, after Standard Webhooks: over its id, the time and the body as it is sent. */
export function signatureHeaders(
  signingToken: string,
  id: string,
  body: string,
): Record<string, string> {
  if (!signingToken.startsWith(prefix)) {
    throw new Error(`A signing token begins with ${prefix}`);
  }
  const key = Buffer.from(signingToken.slice(prefix.length), 'base64');
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', key)
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}
