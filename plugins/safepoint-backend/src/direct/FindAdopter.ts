import {
  recoveryPointPrefix,
  type RecoveryPointDraft,
} from '@safepoint/backstage-plugin-safepoint-common';
import { copyParts, SafepointError } from '@safepoint/engine';
import type { Knex } from 'knex';
import { decodeTime, ulid } from 'ulid';
import { checkHeaders } from '../agent/completion/checkHeaders';
import type { PointWriter } from '../agent/completion/PointWriter';
import { digestOf, randomSecret } from '../agent/digests';
import type { DeploymentLedger } from '../agent/gate/DeploymentLedger';
import { pipelineUrl } from '../agent/gitlabLinks';
import { describeJob } from '../agent/identity/describeJob';
import { agentStores } from '../database/agentStores';
import type { Run } from '../database/Run';
import type { Upload } from '../database/UploadStore';
import type { DirectDependencies } from './DirectDependencies';
import type { DirectDeployments } from './DirectDeployments';
import type { FoundSets } from './FoundSets';
import { type ProvenFind, toPointDraft } from './DirectFind';

/**
 * Makes a recovery point of a find.
 *
 * Protocol: (a) every payload is copied, as it is hashed, into an upload of the point's own folder that is
 * left open; (b) in one transaction the run, the point (`completing`, with its draft), its stanzas, its
 * uploads and its deployment; (c) the ordinary completion. A crash before (b) leaves open uploads that are
 * aborted as strays, and the find is looked at again; a crash after (b) leaves a point that is rolled forward
 * like any other. The digest of the find's folder is unique among runs, so two replicas adopt it once.
 */
export class FindAdopter {
  constructor(
    private readonly dependencies: DirectDependencies,
    private readonly parts: {
      writer: PointWriter;
      ledger: DeploymentLedger;
      deployments: DirectDeployments;
      sets: FoundSets;
    },
  ) {}

  /** Throws a `part-mismatch` where the bytes are others than the draft says. */
  async adopt(find: ProvenFind, signal: AbortSignal): Promise<void> {
    const { storage } = this.dependencies;
    const uploads = await this.#copy(find, signal);
    try {
      await this.#record(find, uploads);
    } catch (error) {
      for (const upload of uploads) await storage.abortUpload(upload);
      throw error;
    }
    await this.parts.writer.rollForward(find.place.id);
    await this.parts.sets.tryComplete(find.place.id);
    await this.#learnOutcome(find);
    if (find.draft.trigger === 'baseline' && find.draft.component) {
      await this.parts.ledger.settle(
        find.identity,
        {
          componentRef: find.draft.component,
          environment: find.place.environment,
        },
        'succeeded',
      );
    }
  }

  /** Whether its deployment began, and how it ended, GitLab knows by now. */
  async #learnOutcome({ draft, identity, place }: ProvenFind): Promise<void> {
    if (draft.trigger !== 'pre-deploy') return;
    const { issuer, projectId, pipelineId } = identity;
    const { environment } = place;
    await this.dependencies.lookAtGitLab?.({
      issuer,
      projectId,
      pipelineId,
      environment,
    });
  }

  async #copy(find: ProvenFind, signal: AbortSignal): Promise<Upload[]> {
    const { storage, now } = this.dependencies;
    const { place, draft } = find;
    const { entityRef, environment, id } = place;
    const prefix = recoveryPointPrefix(entityRef, environment, id);
    const uploads: Upload[] = [];
    try {
      for (const { name, payload } of draft.content.objects) {
        const key = `${prefix}/${name}.payload`;
        const { uploadId } = await copyParts({
          storage,
          from: `${place.folder}/${name}.payload`,
          to: key,
          announced: payload,
          signal,
        });
        uploads.push({
          recoveryPointId: id,
          object: name,
          key,
          uploadId,
          startedAt: now(),
        });
      }
      return uploads;
    } catch (error) {
      for (const upload of uploads) await storage.abortUpload(upload);
      throw error;
    }
  }

  async #record(find: ProvenFind, uploads: Upload[]): Promise<void> {
    const { encryption, records } = this.dependencies;
    const draft = toPointDraft(find.draft);
    const stanzas = await checkHeaders(find.place.id, draft, encryption);
    await records.transaction(async trx => {
      const stores = agentStores(trx);
      const foreign = await stores.stanzas.claim(stanzas);
      if (foreign.length > 0) {
        throw new SafepointError({
          kind: 'part-mismatch',
          message: `The header of ${foreign[0].object} was copied from another recovery point.`,
        });
      }
      const deploymentId = await this.parts.deployments.bind(trx, find);
      const run = this.#describeRun(find, deploymentId);
      await stores.runs.insert(run);
      const setId = await this.parts.sets.join(trx, find, run);
      await this.#insertPoint(trx, find, { run, setId, draft });
      for (const upload of uploads) await stores.uploads.tryInsert(upload);
    });
  }

  async #insertPoint(
    trx: Knex.Transaction,
    { place, draft, identity, instance }: ProvenFind,
    made: { run: Run; setId?: string; draft: RecoveryPointDraft },
  ): Promise<void> {
    const { run, setId } = made;
    const { points } = agentStores(trx);
    await points.insert({
      id: place.id,
      instanceId: instance.id,
      runId: run.id,
      trigger: draft.trigger,
      status: 'completing',
      createdAt: new Date(decodeTime(place.id)),
      completedAt: this.dependencies.now(),
      deploymentId: run.deploymentId,
      setId,
      commit: identity.commit,
      pipelineUrl: pipelineUrl(identity),
      level: 'L0',
      quarantined: false,
      revision: 0,
    });
    await points.transition(place.id, {
      from: ['completing'],
      to: 'completing',
      draft: made.draft,
    });
  }

  /** The run that nobody opened: over already, and no token is good for it. */
  #describeRun(find: ProvenFind, deploymentId: string | undefined): Run {
    const { draft, identity, place, takenAt } = find;
    return {
      id: ulid(),
      operation: 'backup',
      trigger: draft.trigger,
      status: 'succeeded',
      ...describeJob(identity),
      environment: place.environment,
      componentRef: deploymentId && draft.component,
      deploymentId,
      plan: { agentVersion: draft.agentVersion, leases: [] },
      tokenDigest: digestOf(randomSecret()),
      secretDigest: digestOf(randomSecret()),
      identityDigest: digestOf(`direct ${place.folder}`),
      openedAt: takenAt,
      heartbeatAt: takenAt,
      expiresAt: takenAt,
      finishedAt: takenAt,
    };
  }
}
