import {
  decideEntitlement,
  directDraftSchema,
  type DirectDraft,
  type DirectFindFacts,
  type DirectFindVerdict,
  type DirectPlan,
  findPlanProblems,
  judgeDirectFind,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readDirectPlan } from '@safepoint/engine';
import { isProduction } from '../agent/AgentDependencies';
import type { JobIdentity } from '../agent/identity/JobIdentity';
import {
  JobIdentityVerifier,
  type JobIdentityVerdict,
} from '../agent/identity/JobIdentityVerifier';
import { checkFindDraft } from './checkFindDraft';
import { type DirectDependencies, proofAudienceOf } from './DirectDependencies';
import type { DirectFind, ProvenFind } from './DirectFind';
import { judgeJobAt } from './JobHistory';

type Judgement =
  | { verdict: 'adopt'; find: ProvenFind }
  | Exclude<DirectFindVerdict, { verdict: 'adopt' }>;

type Wrong = Extract<DirectFindVerdict, { verdict: 'quarantine' }>;

/** Gathers what is to be known of a find; the rule itself is `judgeDirectFind`. */
export class FindJudge {
  readonly #verifier: JobIdentityVerifier;

  constructor(private readonly dependencies: DirectDependencies) {
    const { config } = dependencies;
    this.#verifier = new JobIdentityVerifier({
      audience: proofAudienceOf(config.audience),
      issuers: config.issuers.map(({ url }) => url),
    });
  }

  async judge(find: DirectFind, bytes: Uint8Array): Promise<Judgement> {
    const draft = readDraft(bytes);
    if ('verdict' in draft) return draft;
    const plan = await this.#readPlan(find, draft);
    if ('verdict' in plan) return plan;
    const proof = await this.#verifier.verify(draft.proof, {
      at: find.takenAt,
    });
    const facts = await this.#gather(find, draft, plan, proof);
    const judged = judgeDirectFind(facts);
    if (judged.verdict !== 'adopt') return judged;
    if (proof.outcome !== 'verified') {
      throw new Error('A find was adopted without a proof of its job.');
    }
    return {
      verdict: 'adopt',
      find: { ...find, draft, plan, identity: proof.identity },
    };
  }

  /** Nothing else of a draft is looked at before this portal's signature is found on its plan. */
  async #readPlan(
    { place, takenAt }: DirectFind,
    draft: DirectDraft,
  ): Promise<DirectPlan | Wrong> {
    const { signingKeys } = this.dependencies;
    let plan: DirectPlan;
    try {
      plan = await readDirectPlan(draft.plan, signingKeys.known.keys);
    } catch (error) {
      return wrong('plan-refused', (error as Error).message);
    }
    const expected = {
      issuer: plan.issuer,
      projectId: place.projectId,
      environment: place.environment,
    };
    const problems = [
      ...findPlanProblems(plan, expected, takenAt),
      ...(place.folder.startsWith(`${plan.inbox}/`)
        ? []
        : ['it is for another inbox']),
    ];
    return problems.length > 0
      ? wrong(
          'plan-refused',
          `The plan that it was made under is not good: ${problems.join(
            '; ',
          )}.`,
        )
      : plan;
  }

  async #gather(
    find: DirectFind,
    draft: DirectDraft,
    plan: DirectPlan,
    proof: JobIdentityVerdict,
  ): Promise<DirectFindFacts> {
    const { place, instance } = find;
    const identity = proof.outcome === 'verified' ? proof.identity : undefined;
    const { objects } = draft.content;
    return {
      planProblems: [],
      storePlanned: plan.stores.some(
        store =>
          store.instanceId === instance.id &&
          store.entityRef === place.entityRef,
      ),
      componentPlanned:
        draft.component === undefined ||
        plan.components.some(({ entityRef }) => entityRef === draft.component),
      proof: describeProof(proof),
      sameOwner:
        identity !== undefined &&
        identity.issuer === plan.issuer &&
        identity.projectId === place.projectId &&
        identity.environment === place.environment,
      entitled: identity
        ? await this.#entitle(identity, find, draft)
        : { allowed: false, detail: 'its job is not known' },
      job: identity ? await this.#askForJob(identity, find) : 'unknown',
      storedBytes: objects.reduce((sum, o) => sum + o.payload.sizeBytes, 0),
      maxStoredBytes: plan.limits.maxStoredBytes,
      draftProblems: await checkFindDraft({
        find,
        draft,
        plan,
        encryption: this.dependencies.encryption,
      }),
    };
  }

  /** By today's bindings: what was revoked meanwhile is revoked. */
  async #entitle(
    identity: JobIdentity,
    { place }: DirectFind,
    draft: DirectDraft,
  ): Promise<{ allowed: boolean; detail: string }> {
    const { config, entitlements } = this.dependencies;
    const { environment } = place;
    const claims = [
      { operation: 'backup' as const, entityRef: place.entityRef },
      ...(draft.component
        ? [{ operation: 'deploy' as const, entityRef: draft.component }]
        : []),
    ];
    for (const claim of claims) {
      const { issuer, projectId, namespaceId } = identity;
      const binding = await entitlements.findBinding({
        ...claim,
        environment,
        issuer,
        projectId,
        namespaceId,
      });
      const entitlement = decideEntitlement({
        identity,
        operation: claim.operation,
        environment,
        production: isProduction(config, environment),
        bound: binding !== undefined,
        // Whether it was running then is a fact of its own.
        job: 'running',
      });
      if (!entitlement.allowed) return entitlement;
    }
    return { allowed: true, detail: '' };
  }

  async #askForJob(identity: JobIdentity, { takenAt }: DirectFind) {
    const { issuer, projectId, jobId } = identity;
    const job = await this.dependencies.history.find(issuer, projectId, jobId);
    return judgeJobAt(job, identity, takenAt);
  }
}

function readDraft(bytes: Uint8Array): DirectDraft | Wrong {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return wrong('draft-invalid', 'Its draft is no JSON.');
  }
  const parsed = directDraftSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Paths only: what stands in a draft may be anything.
  const paths = parsed.error.issues.map(({ path }) => path.join('.'));
  return wrong(
    'draft-invalid',
    `Its draft is not of a form that this portal reads (${paths
      .slice(0, 10)
      .join(', ')}).`,
  );
}

function describeProof(verdict: JobIdentityVerdict): DirectFindFacts['proof'] {
  if (verdict.outcome === 'verified') return { outcome: 'proven', detail: '' };
  return { outcome: verdict.outcome, detail: verdict.detail };
}

function wrong(code: string, reason: string): Wrong {
  return { verdict: 'quarantine', code, reason };
}
