import {
  type Finding,
  judgeScrub,
  recoveryPointPrefix,
  type ScrubVerdict,
  type StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readSignedManifest } from '@safepoint/engine';
import type { Knex } from 'knex';
import { audited } from '../audit/audited';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import { draftPointStatusRecord } from '../records/recordDrafts';
import type { SignedManifest } from '../records/SignedManifest';
import { manifestName } from './expectedFiles';
import { PointInspector } from './PointInspector';
import type { ScrubDependencies } from './ScrubDependencies';
import { ScrubProblems } from './ScrubProblems';
import { ScrubStore, storedStatuses } from './ScrubStore';

/** What became of a look. */
export type ScrubOutcome =
  | { outcome: 'looked'; verdict: ScrubVerdict }
  /** Gone, or changed by somebody else meanwhile: it is looked at again at its time. */
  | { outcome: 'passed-over' };

/**
 * Looks at one recovery point in storage, and records what it found: the point's status and its durable
 * record, what problem is open, and when it was, in one transaction. Throws where storage cannot be asked;
 * then nothing is recorded.
 */
export class PointScrubber {
  readonly #inspector: PointInspector;
  readonly #problems: ScrubProblems;

  constructor(private readonly dependencies: ScrubDependencies) {
    this.#inspector = new PointInspector(dependencies);
    this.#problems = new ScrubProblems(dependencies);
  }

  async scrub(
    id: string,
    options: { read: boolean; signal?: AbortSignal },
  ): Promise<ScrubOutcome> {
    const { knex, instances, now } = this.dependencies;
    const stores = agentStores(knex);
    const point = await stores.points.find(id);
    const instance = point && (await instances.find(point.instanceId));
    if (!point || !instance || !isStored(point)) {
      return { outcome: 'passed-over' };
    }
    const known = await stores.points.readManifest(id);
    const manifest = known ?? (await this.#findManifest(point, instance));
    const drills = await stores.drills.listByPoints([id]);
    const seen = manifest
      ? await this.#inspector.inspect(manifest, instance, options)
      : withoutManifest(point, instance);
    const verdict = judgeScrub(
      {
        ...point,
        ...seen,
        drills: drills.map(({ outcome, level, startedAt, finishedAt }) => ({
          outcome,
          level,
          at: finishedAt ?? startedAt,
        })),
      },
      now(),
    );
    const recorded = await this.#record(point, instance, {
      verdict,
      read: options.read,
      manifest: known ? undefined : manifest,
    });
    return recorded
      ? { outcome: 'looked', verdict }
      : { outcome: 'passed-over' };
  }

  /** Of a point that the database knows by its record alone. */
  async #findManifest(
    point: RecordedPoint,
    { id, entityRef, environment }: StoreInstance,
  ): Promise<SignedManifest | undefined> {
    const { storage, signingKeys } = this.dependencies;
    const prefix = recoveryPointPrefix(entityRef, environment, point.id);
    const bytes = await storage.readObject(`${prefix}/${manifestName}`);
    if (!bytes) return undefined;
    try {
      const expected = { id: point.id, instanceId: id, entityRef, environment };
      await readSignedManifest(bytes, signingKeys.known, expected);
    } catch {
      return undefined;
    }
    return JSON.parse(bytes.toString('utf8'));
  }

  async #record(
    point: RecordedPoint,
    instance: StoreInstance,
    look: {
      verdict: ScrubVerdict;
      read: boolean;
      manifest?: SignedManifest;
    },
  ): Promise<boolean> {
    const { records, now } = this.dependencies;
    const { verdict, read, manifest } = look;
    const record = () =>
      records.transaction(async trx => {
        const { findings } = verdict;
        const at = now();
        const store = new ScrubStore(trx);
        if (!(await store.tryRecord(point, { at, read, findings }))) {
          return false;
        }
        if (isChange(point, verdict)) {
          await this.#change(trx, point, instance, { verdict, manifest });
        }
        await this.#problems.settle(instance, trx);
        return true;
      });
    if (point.status === verdict.status) return record();
    const { entityRef, environment } = instance;
    return audited(
      this.dependencies.auditor,
      {
        eventId: 'recovery-point-scrub',
        severityLevel: verdict.status === 'available' ? 'medium' : 'high',
        meta: {
          ...{ recoveryPointId: point.id, entityRef, environment },
          ...{ from: point.status, to: verdict.status },
        },
      },
      record,
    );
  }

  async #change(
    trx: Knex.Transaction,
    point: RecordedPoint,
    instance: StoreInstance,
    look: { verdict: ScrubVerdict; manifest?: SignedManifest },
  ): Promise<void> {
    const { status, level, verifiedAt, findings } = look.verdict;
    const changed = await agentStores(trx).points.transition(point.id, {
      from: [point.status],
      to: status,
      change: {
        level,
        verifiedAt,
        ...(status !== point.status && { problem: toProblem(look.verdict) }),
      },
      manifest: findings.length === 0 ? look.manifest : undefined,
      recorded: true,
    });
    await this.dependencies.records.commit(
      trx,
      draftPointStatusRecord(changed, instance),
    );
  }
}

/** What was made elsewhere has no object of ours; what is being deleted has fewer and fewer. */
function isStored(point: RecordedPoint): boolean {
  return (
    storedStatuses.includes(point.status) &&
    !point.external &&
    !point.deletionStartedAt
  );
}

function isChange(point: RecordedPoint, verdict: ScrubVerdict): boolean {
  return (
    point.status !== verdict.status ||
    point.level !== verdict.level ||
    point.verifiedAt?.getTime() !== verdict.verifiedAt?.getTime()
  );
}

/** What stands on the point's page while it is damaged. */
function toProblem({ status, findings }: ScrubVerdict) {
  if (status === 'available') return undefined;
  return {
    kind: `object-${findings[0].code}`,
    message: findings
      .slice(0, 5)
      .map(({ message }) => message)
      .join(' '),
  };
}

function withoutManifest(
  point: RecordedPoint,
  { entityRef, environment }: StoreInstance,
) {
  const prefix = recoveryPointPrefix(entityRef, environment, point.id);
  const finding: Finding = {
    code: 'missing',
    name: manifestName,
    key: `${prefix}/${manifestName}`,
    message: `${prefix}/${manifestName} is not in storage any more. Bring it back from a copy of the bucket.`,
  };
  return {
    files: [
      {
        expected: {
          ...{ name: finding.name, key: finding.key },
          ...{ sizeBytes: 0, sha256: '', versionId: { any: true as const } },
        },
        versions: [],
        needed: true,
      },
    ],
    bytesRead: false,
  };
}
