import { createHash } from 'node:crypto';

/** Crockford's, as in a ULID. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 26;

/**
 * The id of a new store instance, shaped like a ULID. It follows from what the instance is, so that a portal
 * that has lost its database gives it again: its record is then found to be in storage already, and nobody
 * goes on as if it was a new store.
 */
export function instanceIdOf(entityRef: string, environment: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([entityRef, environment]))
    .digest();
  return Array.from(
    // The first digit of 128 bits is at most 7.
    { length },
    (_, index) => alphabet[digest[index] % (index === 0 ? 8 : 32)],
  ).join('');
}
