import { z } from 'zod';

const entityRef = z
  .string()
  .regex(/^[a-z0-9._-]+:[a-z0-9._-]+\/[a-z0-9._-]+$/, 'no full entity ref');
const timestamp = z.string().datetime();

/** @public */
export const directPlanSchema = z.object({
  apiVersion: z.literal('safepoint.dev/v1alpha1'),
  kind: z.literal('DirectPlan'),
  id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
  issuedAt: timestamp,
  expiresAt: timestamp,
  /** The public half of the key that signed it; believed only if the reader has pinned that key. */
  key: z.object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  }),
  /** Whose jobs it is for. */
  issuer: z.string().min(1),
  projectId: z.string().regex(/^[0-9]{1,20}$/),
  environment: z.string().min(1),
  /** The audience of the token that goes into a draft. */
  proofAudience: z.string().min(1),
  /** Where a job writes; the layout below it is that of the storage. */
  inbox: z.string().min(1),
  stores: z
    .array(
      z.object({
        instanceId: z.string().min(1),
        entityRef,
        driver: z.string(),
      }),
    )
    .min(1),
  /** What it may gate, and the stores that each gate must cover. */
  components: z.array(z.object({ entityRef, dependsOn: z.array(entityRef) })),
  recipients: z.array(z.string().regex(/^age1/)).min(1),
  limits: z.object({
    /** Of one recovery point, compressed and encrypted. */
    maxStoredBytes: z.number().int().positive(),
    partSizeBytes: z
      .number()
      .int()
      .min(5 * 1024 * 1024),
    maxPartsInFlight: z.number().int().min(1).max(16),
  }),
});

/**
 * What a job may do while the portal cannot be reached: signed by the portal, published in advance, and
 * good until it expires.
 *
 * @public
 */
export type DirectPlan = z.infer<typeof directPlanSchema>;

/** The jobs that a plan is for. @public */
export interface DirectScope {
  issuer: string;
  projectId: string;
  environment: string;
}

/** Everything of a plan that follows from configuration and bindings. @public */
export type DirectPlanContent = Omit<
  DirectPlan,
  'apiVersion' | 'kind' | 'id' | 'issuedAt' | 'expiresAt'
>;

/** Namespaces of the catalog never start with `_`, so plans and inboxes lie beside every entity's folder. @public */
export const directPlansRoot = '_plans';
/** @public */
export const directInboxRoot = '_direct';

/** Folder of the published plans of one scope. @public */
export function directPlanPrefix(scope: DirectScope): string {
  return [directPlansRoot, ...ownerSegments(scope), scope.environment].join(
    '/',
  );
}

/** Folder that the jobs of one project may add to. @public */
export function directInboxPrefix(
  scope: Pick<DirectScope, 'issuer' | 'projectId'>,
): string {
  return [directInboxRoot, ...ownerSegments(scope)].join('/');
}

/** A port is part of the name, but a colon has no place in a policy's resource. */
function ownerSegments(scope: Pick<DirectScope, 'issuer' | 'projectId'>) {
  return [new URL(scope.issuer).host.replace(':', '_'), scope.projectId];
}

const toleratedSeconds = 5 * 60;

/** Why a plan is not good for this scope at that moment, all reasons at once; empty if it is. @public */
export function findPlanProblems(
  plan: DirectPlan,
  expected: DirectScope,
  at: Date,
): string[] {
  const notBefore = Date.parse(plan.issuedAt) - toleratedSeconds * 1000;
  return [
    ...(['issuer', 'projectId', 'environment'] as const)
      .filter(name => plan[name] !== expected[name])
      .map(name => `its ${name} is ${plan[name]}, not ${expected[name]}`),
    ...(plan.inbox === directInboxPrefix(plan)
      ? []
      : [`its inbox ${plan.inbox} is not that of the project`]),
    ...(at.getTime() < notBefore
      ? [`it is valid from ${plan.issuedAt} only`]
      : []),
    ...(at.getTime() >= Date.parse(plan.expiresAt)
      ? [`it expired at ${plan.expiresAt}`]
      : []),
  ];
}

/** @public */
export interface PlanPublication {
  publish: boolean;
  /** Ids of plans that no reader should find any more. */
  withdraw: string[];
  reason: string;
}

/**
 * Whether a new plan is published, and which old ones go. A plan is renewed at half of its time, so that an
 * outage finds one that is good for at least the other half, and at once where what it allows has changed.
 *
 * @param published - the plans of the scope that this portal has signed, in any order
 * @param wanted - absent where nothing is allowed (any more)
 * @public
 */
export function planDirectPublication(input: {
  published: DirectPlan[];
  wanted: DirectPlanContent | undefined;
  validForSeconds: number;
  now: Date;
}): PlanPublication {
  const { published, wanted, now } = input;
  const all = published.map(({ id }) => id);
  if (!wanted) {
    return { publish: false, withdraw: all, reason: 'nothing is allowed' };
  }
  const same = published.filter(plan => hasContent(plan, wanted));
  const good = same.filter(plan => remaining(plan, now) > 0);
  // A change withdraws at once what was allowed before.
  const withdraw = published
    .filter(plan => !good.includes(plan))
    .map(({ id }) => id);
  const best = Math.max(0, ...good.map(plan => remaining(plan, now)));
  if (best * 2 >= input.validForSeconds) {
    return { publish: false, withdraw, reason: 'the newest plan is good' };
  }
  const reason = explain(published, good);
  return { publish: true, withdraw, reason };
}

function explain(published: DirectPlan[], good: DirectPlan[]): string {
  if (good.length > 0) return 'half of its time is over';
  return published.length > 0
    ? 'what it allows has changed, or it has expired'
    : 'there is none';
}

function remaining(plan: DirectPlan, now: Date): number {
  return (Date.parse(plan.expiresAt) - now.getTime()) / 1000;
}

function hasContent(plan: DirectPlan, wanted: DirectPlanContent): boolean {
  const content: DirectPlanContent = {
    key: plan.key,
    issuer: plan.issuer,
    projectId: plan.projectId,
    environment: plan.environment,
    proofAudience: plan.proofAudience,
    inbox: plan.inbox,
    stores: plan.stores,
    components: plan.components,
    recipients: plan.recipients,
    limits: plan.limits,
  };
  return sorted(content) === sorted(wanted);
}

/** The order of keys and of lists says nothing. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${sorted(member)}`)
    .sort();
  return `{${entries.join()}}`;
}
