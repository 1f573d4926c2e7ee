import { isDeepStrictEqual } from 'node:util';
import { ConflictError, InputError } from '@backstage/errors';
import type { RecoveryPointDraft } from '@safepoint/backstage-plugin-safepoint-common';
import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import type { AgentDependencies } from '../AgentDependencies';
import { holdLeases } from '../runs/holdLeases';
import { checkDraft } from './checkDraft';
import { checkHeaders } from './checkHeaders';
import { isSameDraft } from './isSameDraft';
import type { PointWriter } from './PointWriter';

/**
 * Completes recovery points.
 *
 * Protocol: (a) here, in one transaction under the lease: the stanzas of the headers become the point's
 * own, `running → completing`, the draft and the moment of completion are stored. From then on the point
 * is only ever rolled forward, by (b)–(f) of `PointWriter`: payloads, headers, RUNBOOK.md, manifest.json,
 * `completing → available`. A crash before (a) leaves a point that becomes `lost` with its run; a crash
 * after (a) leaves one that `rollForward` finishes, also from another replica, and writes the same bytes.
 */
export class PointCompleter {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly writer: PointWriter,
  ) {}

  /** Safe to repeat with the same draft. */
  async complete(
    run: Run,
    point: RecordedPoint,
    draft: RecoveryPointDraft,
  ): Promise<RecordedPoint> {
    if (point.status === 'available') return this.#confirm(point, draft);
    if (point.status !== 'completing') await this.#begin(run, point, draft);
    else await this.#checkUnderWay(point, draft);
    return this.writer.rollForward(point.id);
  }

  async #begin(
    run: Run,
    point: RecordedPoint,
    draft: RecoveryPointDraft,
  ): Promise<void> {
    const { knex, encryption } = this.dependencies;
    const now = this.dependencies.now();
    if (draft.leaseTicket !== point.ticket) {
      throw new ConflictError(
        `Recovery point ${point.id} is written under ticket ${point.ticket}, and not ${draft.leaseTicket}.`,
      );
    }
    checkDraft(draft, { createdAt: point.createdAt, now });
    await this.#checkUploads(point, draft);
    const stanzas = await checkHeaders(point.id, draft, encryption);
    await knex.transaction(async trx => {
      const stores = agentStores(trx);
      await holdLeases(stores.leases, run, run.expiresAt);
      const foreign = await stores.stanzas.claim(stanzas);
      if (foreign.length > 0) {
        throw new InputError(
          `The header of ${foreign[0].object} was copied from another recovery point. Every object is encrypted with a key of its own.`,
        );
      }
      await stores.points.transition(point.id, {
        from: ['running'],
        to: 'completing',
        ticket: point.ticket,
        change: { completedAt: now },
        draft,
      });
    });
  }

  async #checkUploads(
    point: RecordedPoint,
    draft: RecoveryPointDraft,
  ): Promise<void> {
    const uploads = await agentStores(
      this.dependencies.knex,
    ).uploads.listByPoint(point.id);
    const known = uploads.map(({ object }) => object);
    const named = draft.objects.map(({ name }) => name);
    const problems = [
      ...named
        .filter(name => !known.includes(name))
        .map(name => `no part of ${name} was ever uploaded`),
      ...known
        .filter(name => !named.includes(name))
        .map(name => `${name} was uploaded and is not in the draft`),
    ];
    if (problems.length > 0) {
      throw new InputError(
        `The recovery point cannot be completed: ${problems.join('; ')}.`,
      );
    }
  }

  async #checkUnderWay(
    point: RecordedPoint,
    draft: RecoveryPointDraft,
  ): Promise<void> {
    const stored = await agentStores(this.dependencies.knex).points.readDraft(
      point.id,
    );
    if (stored && !isDeepStrictEqual(stored, draft)) refuseOtherDraft(point);
  }

  async #confirm(
    point: RecordedPoint,
    draft: RecoveryPointDraft,
  ): Promise<RecordedPoint> {
    const manifest = await agentStores(
      this.dependencies.knex,
    ).points.readManifest(point.id);
    if (!manifest || !isSameDraft(draft, manifest)) refuseOtherDraft(point);
    return point;
  }
}

function refuseOtherDraft(point: RecordedPoint): never {
  throw new ConflictError(
    `Recovery point ${point.id} is being completed from another draft.`,
  );
}
