import { ConflictError } from '@backstage/errors';
import {
  type Manifest,
  manifestSchema,
  type OpenedObjectView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { listStanzaDigests, unwrapFileKey } from '@safepoint/engine';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { Run } from '../../database/Run';
import { type AgentDependencies, isProduction } from '../AgentDependencies';
import { digestOf } from '../digests';
import type { Refusals } from '../identity/Refusals';
import { holdLeases } from '../runs/holdLeases';
import type { ProofRecorder } from './ProofRecorder';

type StoredObject = Manifest['objects'][number];

const readValidForSeconds = 60 * 60;

/**
 * Releases the file keys of one recovery point to the one job that may restore it.
 *
 * The backend reads the header that *it* finds by the recovery point's id, at the version that the
 * manifest names, and unwraps nothing else: not what the job sends, and no stanza that belongs to another
 * point.
 */
export class KeyRelease {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'storage' | 'encryption' | 'config' | 'auditor'
    >,
    private readonly proofs: ProofRecorder,
    private readonly refusals: Refusals,
  ) {}

  async open(run: Run, recoveryPointId: string): Promise<OpenedObjectView[]> {
    const { knex, auditor } = this.dependencies;
    const { proof } = run.plan;
    if (!proof || proof.recoveryPointId !== recoveryPointId) {
      return this.#refuse(run, recoveryPointId, 'key-not-of-run');
    }
    if (!this.#maySee(run, proof.environment)) {
      return this.#refuse(run, recoveryPointId, 'key-of-production');
    }
    await knex.transaction(trx =>
      holdLeases(agentStores(trx).leases, run, run.expiresAt),
    );
    return audited(
      auditor,
      {
        eventId: 'key-release',
        severityLevel: 'high',
        meta: {
          recoveryPointId,
          entityRef: proof.entityRef,
          environment: proof.environment,
          operation: run.operation,
          runId: run.id,
          issuer: run.issuer,
          projectId: run.projectId,
          jobId: run.jobId,
        },
      },
      async () => {
        const { objects } = manifestSchema.parse(proof.manifest);
        const opened: OpenedObjectView[] = [];
        for (const object of objects) {
          opened.push(await this.#openObject(run, recoveryPointId, object));
        }
        return opened;
      },
    );
  }

  /** Reading production is as guarded as writing it: requests were approved, jobs must be protected. */
  #maySee(run: Run, environment: string): boolean {
    return (
      !isProduction(this.dependencies.config, environment) ||
      run.requestId !== undefined ||
      (run.claims.refProtected && run.claims.environmentProtected === true)
    );
  }

  async #openObject(
    run: Run,
    recoveryPointId: string,
    object: StoredObject,
  ): Promise<OpenedObjectView> {
    const { storage, encryption } = this.dependencies;
    const header = await this.#readHeader(run, object);
    await this.#checkStanzas(run, recoveryPointId, object, header);
    const fileKey = await unwrapFileKey(header, encryption.backendIdentities);
    const { key, versionId, sizeBytes, sha256 } = object.payload;
    const read = await storage.signRead({
      key,
      versionId,
      expiresInSeconds: readValidForSeconds,
    });
    return {
      name: object.name,
      header: header.toString('base64'),
      fileKey: fileKey.toString('base64'),
      payload: {
        url: read.url,
        headers: read.headers,
        sizeBytes,
        sha256,
        expiresAt: read.expiresAt.toISOString(),
      },
    };
  }

  async #readHeader(run: Run, { header }: StoredObject): Promise<Buffer> {
    const { key, versionId } = header;
    const bytes = await this.dependencies.storage.readObject(key, {
      versionId,
    });
    if (!bytes) {
      return this.#failProof(run, {
        kind: 'object-missing',
        message: `${key} is not in storage any more.`,
      });
    }
    if (digestOf(bytes) !== header.sha256) {
      return this.#failProof(run, {
        kind: 'header-corrupt',
        message: `${key} has other bytes than were stored: expected sha256 ${
          header.sha256
        }, found ${digestOf(bytes)}.`,
      });
    }
    return bytes;
  }

  /** After a rebuild without this header its stanzas are claimed here. */
  async #checkStanzas(
    run: Run,
    recoveryPointId: string,
    object: StoredObject,
    header: Buffer,
  ): Promise<void> {
    const digests = await listStanzaDigests(header);
    const foreign = await agentStores(this.dependencies.knex).stanzas.claim(
      digests.map(digest => ({ digest, recoveryPointId, object: object.name })),
    );
    if (foreign.length > 0) {
      await this.#refuse(run, recoveryPointId, 'stanza-of-another-point');
    }
  }

  async #failProof(
    run: Run,
    problem: { kind: string; message: string },
  ): Promise<never> {
    await this.proofs.recordProblemOfRun(run, problem);
    throw new ConflictError(
      `The recovery point cannot be opened (${problem.kind}): ${problem.message}`,
    );
  }

  #refuse(run: Run, recoveryPointId: string, code: string): Promise<never> {
    return this.refusals.refuse({
      code,
      detail: `run ${run.id} asked for the keys of recovery point ${recoveryPointId}`,
      operation: run.operation,
      issuer: run.issuer,
      projectId: run.projectId,
      jobId: run.jobId,
      recoveryPointId,
    });
  }
}
