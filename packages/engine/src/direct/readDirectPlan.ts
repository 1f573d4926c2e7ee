import {
  directPlanSchema,
  type DirectPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { JWK } from 'jose';
import { SafepointError } from '../errors/SafepointError';
import { publicKeySet } from '../manifest/signingKey';
import { verifyDocument } from '../manifest/verifyDocument';

const explanations = {
  unsigned: 'it carries no signature',
  'unknown-key': 'it is signed with a key that is not pinned here',
  'signature-invalid': 'it was changed after it was signed',
};

/**
 * Reads a plan of direct mode that one of the pinned keys has signed. A key is pinned by its RFC 7638
 * thumbprint, or as a public JWK; the key that the plan itself brings counts only if its thumbprint is
 * pinned. Throws `portal-plan-invalid` and says what is the matter; nothing of an unsigned plan is believed.
 *
 * @public
 */
export async function readDirectPlan(
  value: unknown,
  pinned: readonly (string | JWK)[],
): Promise<DirectPlan> {
  const jwks = await publicKeySet(
    pinned.filter(key => typeof key !== 'string'),
  );
  const brought = await publicKeySet(readBroughtKey(value));
  const keys = [
    ...jwks.keys,
    ...brought.keys.filter(({ kid }) => kid && pinned.includes(kid)),
  ];
  const verdict = await verifyDocument(value, { keys });
  if (!verdict.valid) throw refuse(explanations[verdict.reason]);
  const parsed = directPlanSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      issue => `${issue.path.join('.')}: ${issue.message}`,
    );
    throw refuse(
      `it is signed but not of a form that this version reads (${problems.join(
        '; ',
      )})`,
    );
  }
  return parsed.data;
}

/** Only to be compared with what is pinned. */
function readBroughtKey(value: unknown): JWK[] {
  const { key } = (value ?? {}) as { key?: { kty?: unknown } & JWK };
  const { kty, crv, x } = key ?? {};
  return kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string'
    ? [{ kty, crv, x }]
    : [];
}

function refuse(why: string): SafepointError {
  return new SafepointError({
    kind: 'portal-plan-invalid',
    message: `The plan of direct mode is not believed: ${why}. Whoever can write to the bucket can put a plan there; compare SAFEPOINT_SIGNING_KEY with the portal's /keys.`,
  });
}
