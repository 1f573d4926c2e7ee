import {
  generateIdentity,
  generateSigningKey,
  recipientOf,
  signDocument,
  type SigningKey,
} from '@safepoint/engine';

/** A good plan as somebody who can write to the bucket would change it, and one that has had its time. */
export async function makeBadPlans(
  plan: { signature?: unknown },
  portal: SigningKey,
): Promise<Record<string, object>> {
  const recipients = [await recipientOf(await generateIdentity())];
  const another = await generateSigningKey();
  const key = { kty: 'OKP', crv: 'Ed25519', x: another.x };
  const { signature: _, ...unsigned } = plan;
  return {
    unsigned: { ...unsigned, recipients },
    changed: { ...plan, recipients },
    foreign: await signDocument({ ...plan, recipients, key }, another),
    expired: await signDocument(
      { ...plan, expiresAt: '2026-01-01T00:00:00.000Z' },
      portal,
    ),
  };
}
