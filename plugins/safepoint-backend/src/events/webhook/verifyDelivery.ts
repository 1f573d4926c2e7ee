import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookSecret } from '../../config/webhooks';

export interface Delivery {
  headers: Record<string, string | string[] | undefined>;
  /** As it came, before anybody parsed it. */
  body: Buffer;
}

export type DeliveryVerdict =
  /** `id`: of a signed delivery, good once. */
  { accepted: true; id?: string } | { accepted: false; reason: string };

/** Standard Webhooks: how far the sender's clock may be off, and for how long an id must be remembered. */
export const toleranceSeconds = 300;

/**
 * Whether GitLab sent it. A signature covers body, id and time; a token proves only that the sender knows
 * it. A delivery that is signed is judged by its signature where a signing token is known: a wrong one is
 * not rescued by a token. Every secret is compared in constant time, and all of them each time.
 */
export function verifyDelivery(
  delivery: Delivery,
  secrets: WebhookSecret[],
  now: Date,
): DeliveryVerdict {
  const keys = secrets.flatMap(secret =>
    secret.kind === 'signing' ? [secret.key] : [],
  );
  const signature = headerOf(delivery, 'webhook-signature');
  if (signature !== undefined && keys.length > 0) {
    return verifySignature(delivery, signature, keys, now);
  }
  const token = headerOf(delivery, 'x-gitlab-token');
  if (token === undefined) {
    return { accepted: false, reason: 'neither signature nor token' };
  }
  const known = secrets
    .filter(({ kind }) => kind === 'token')
    .map(secret =>
      isSameText(token, secret.kind === 'token' ? secret.value : ''),
    )
    .some(Boolean);
  return known
    ? { accepted: true }
    : { accepted: false, reason: 'a token that is not known' };
}

function verifySignature(
  delivery: Delivery,
  signature: string,
  keys: Buffer[],
  now: Date,
): DeliveryVerdict {
  const id = headerOf(delivery, 'webhook-id');
  const timestamp = headerOf(delivery, 'webhook-timestamp');
  if (!id || id.length > 200 || !timestamp || !/^\d{1,12}$/.test(timestamp)) {
    return { accepted: false, reason: 'a signature without id or time' };
  }
  const signatures = signature
    .split(' ')
    .slice(0, 20)
    .flatMap(one => (one.startsWith('v1,') ? [one.slice(3)] : []));
  const valid = keys
    .map(key => signOf(key, id, timestamp, delivery.body))
    .flatMap(expected => signatures.map(one => isSameText(one, expected)))
    .some(Boolean);
  if (!valid) return { accepted: false, reason: 'a wrong signature' };
  const offBy = Math.abs(now.getTime() / 1_000 - Number(timestamp));
  return offBy <= toleranceSeconds
    ? { accepted: true, id }
    : {
        accepted: false,
        reason: `a signature of ${Math.round(offBy)} seconds away`,
      };
}

function signOf(
  key: Buffer,
  id: string,
  timestamp: string,
  body: Buffer,
): string {
  return createHmac('sha256', key)
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
}

/** By digests, since texts of different lengths cannot be compared in constant time. */
function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function headerOf({ headers }: Delivery, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? undefined : value;
}
