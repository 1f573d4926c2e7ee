import {
  type DirectPlan,
  type DirectPlanContent,
  directPlanPrefix,
  directPlansRoot,
  planDirectPublication,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readDirectPlan, signDocument } from '@safepoint/engine';
import { ulid } from 'ulid';
import { audited } from '../audit/audited';
import type { DirectDependencies } from './DirectDependencies';
import { listPlanContents } from './planContents';

interface PublishedPlan {
  key: string;
  plan: DirectPlan;
}

/**
 * Publishes, in advance and in the storage, what jobs may do while the portal cannot be reached, and
 * withdraws what they may not any more. Each plan is an object that never changes; a new one is there
 * before the old one goes, so that a reader always finds one.
 */
export class PlanPublisher {
  /** Plans never change, so that each is read once. */
  #known = new Map<string, DirectPlan>();

  constructor(private readonly dependencies: DirectDependencies) {}

  /** Safe on several replicas: the worst is a plan too many, which goes when it has expired. */
  async publish(): Promise<void> {
    const wanted = new Map(
      (await listPlanContents(this.dependencies)).map(content => [
        directPlanPrefix(content),
        content,
      ]),
    );
    const published = await this.#listPublished();
    for (const prefix of new Set([...wanted.keys(), ...published.keys()])) {
      await this.#settle(
        prefix,
        published.get(prefix) ?? [],
        wanted.get(prefix),
      );
    }
  }

  async #settle(
    prefix: string,
    published: PublishedPlan[],
    wanted: DirectPlanContent | undefined,
  ): Promise<void> {
    const { direct, storage, now } = this.dependencies;
    const decision = planDirectPublication({
      published: published.map(({ plan }) => plan),
      wanted,
      validForSeconds: direct.validForSeconds,
      now: now(),
    });
    if (decision.publish && wanted) {
      await this.#publishOne(prefix, wanted, decision.reason);
    }
    for (const { key, plan } of published) {
      if (decision.withdraw.includes(plan.id)) await storage.deleteObject(key);
    }
  }

  async #publishOne(
    prefix: string,
    content: DirectPlanContent,
    reason: string,
  ): Promise<void> {
    const { auditor, direct, now, signingKeys, storage } = this.dependencies;
    const issuedAt = now();
    const expiresAt = new Date(
      issuedAt.getTime() + direct.validForSeconds * 1000,
    );
    const plan: DirectPlan = {
      apiVersion: 'safepoint.dev/v1alpha1',
      kind: 'DirectPlan',
      id: ulid(issuedAt.getTime()),
      issuedAt: issuedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      ...content,
    };
    const { issuer, projectId, environment } = content;
    const meta = { planId: plan.id, issuer, projectId, environment, reason };
    await audited(
      auditor,
      { eventId: 'direct-plan-publish', meta },
      async () => {
        const signed = await signDocument(plan, signingKeys.current);
        await storage.createObject(
          `${prefix}/${plan.id}.json`,
          Buffer.from(JSON.stringify(signed)),
          { contentType: 'application/json' },
        );
      },
    );
  }

  /** By folder. What this portal has not signed is nobody's plan: no reader believes it. */
  async #listPublished(): Promise<Map<string, PublishedPlan[]>> {
    const { storage } = this.dependencies;
    const found = new Map<string, PublishedPlan[]>();
    const seen = new Map<string, DirectPlan>();
    for await (const { key } of storage.listObjects(`${directPlansRoot}/`)) {
      const plan = this.#known.get(key) ?? (await this.#read(key));
      const prefix = key.slice(0, key.lastIndexOf('/'));
      // A good plan that somebody copied elsewhere is for nobody there.
      if (!plan || `${directPlanPrefix(plan)}/${plan.id}.json` !== key)
        continue;
      seen.set(key, plan);
      found.set(prefix, [...(found.get(prefix) ?? []), { key, plan }]);
    }
    this.#known = seen;
    return found;
  }

  async #read(key: string): Promise<DirectPlan | undefined> {
    const { storage, signingKeys, logger } = this.dependencies;
    const bytes = await storage.readObject(key);
    if (!bytes) return undefined;
    try {
      const { keys } = signingKeys.known;
      return await readDirectPlan(JSON.parse(bytes.toString('utf8')), keys);
    } catch (error) {
      logger.warn(
        `${key} is no plan of this portal, and no agent will follow it: ${
          (error as Error).name === 'SafepointError'
            ? (error as Error).message
            : 'it is no JSON'
        }`,
      );
      return undefined;
    }
  }
}
