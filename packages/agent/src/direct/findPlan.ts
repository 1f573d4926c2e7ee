import {
  type DirectPlan,
  directPlanPrefix,
  findPlanProblems,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readDirectPlan, SafepointError } from '@safepoint/engine';
import type { DirectSettings } from './readDirectSettings';
import type { OwnClaims } from './readJobClaims';

/** Of a storage, what finding a plan needs. */
export interface PlanStorage {
  listObjects(
    prefix: string,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<{ key: string }>;
  readObject(
    key: string,
    options?: { maxBytes?: number; signal?: AbortSignal },
  ): Promise<Uint8Array | undefined>;
}

const maxPlanBytes = 4 * 1024 * 1024;
/** The portal keeps a few; a folder full of others' plans must not keep a job busy. */
const mostPlans = 20;

export interface FoundPlan {
  plan: DirectPlan;
  /** As it was read, with its signature. */
  signed: Record<string, unknown>;
}

/**
 * The newest plan that is ours and good now. Throws `portal-plan-missing`, with what was the matter with each
 * that was looked at.
 */
export async function findPlan(
  storage: PlanStorage,
  settings: Pick<DirectSettings, 'signingKeys'>,
  claims: OwnClaims,
  context: { now: Date; signal: AbortSignal },
): Promise<FoundPlan> {
  const prefix = directPlanPrefix(claims);
  const reasons: string[] = [];
  for (const key of await listNewestFirst(storage, prefix, context.signal)) {
    try {
      const bytes = await storage.readObject(key, {
        maxBytes: maxPlanBytes,
        signal: context.signal,
      });
      const value: unknown = JSON.parse(Buffer.from(bytes ?? '').toString());
      const plan = await readDirectPlan(value, settings.signingKeys);
      const problems = [
        ...findPlanProblems(plan, claims, context.now),
        ...(plan.proofAudience === claims.audience
          ? []
          : [
              `it wants a token for ${plan.proofAudience}, and SAFEPOINT_DIRECT_TOKEN is for ${claims.audience}`,
            ]),
      ];
      // A document whose signature held is an object.
      const signed = value as Record<string, unknown>;
      if (problems.length === 0) return { plan, signed };
      reasons.push(`${key}: ${problems.join(', ')}`);
    } catch (error) {
      const { name, message, kind } = error as Error & { kind?: string };
      // Without the storage nothing can be made anyway, and its own error says what to do.
      if (kind?.startsWith('storage-')) throw error;
      reasons.push(
        `${key}: ${name === 'SafepointError' ? message : 'it is no JSON'}`,
      );
    }
  }
  throw new SafepointError({
    kind: 'portal-plan-missing',
    message: `The portal cannot be reached, and there is no good plan for this job under ${prefix}/. ${
      reasons.length > 0
        ? reasons.join('; ')
        : 'Direct mode is off for this environment, the project is bound to no store, or no run has made the store known yet.'
    }`,
  });
}

async function listNewestFirst(
  storage: PlanStorage,
  prefix: string,
  signal: AbortSignal,
): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.listObjects(`${prefix}/`, { signal })) {
    // Plans of an environment whose name starts with ours and a slash lie deeper.
    if (/^[0-9A-HJKMNP-TV-Z]{26}\.json$/.test(key.slice(prefix.length + 1))) {
      keys.push(key);
    }
  }
  return keys.sort().reverse().slice(0, mostPlans);
}
