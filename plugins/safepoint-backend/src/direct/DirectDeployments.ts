import type { Knex } from 'knex';
import { ulid } from 'ulid';
import type { DeploymentLedger } from '../agent/gate/DeploymentLedger';
import { pipelineUrl } from '../agent/gitlabLinks';
import type { JobIdentity } from '../agent/identity/JobIdentity';
import { agentStores } from '../database/agentStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { ProvenFind } from './DirectFind';

/** Whoever reports an outcome when the portal is back has so long; then the end counts as unknown. */
const outcomeWithinMs = 60 * 60 * 1000;

/**
 * Binds what was found to the deployment that it was taken for. Whether that deployment began nobody saw:
 * it counts as begun when the point was taken, so that what comes after it is in doubt until somebody
 * tells how it ended.
 */
export class DirectDeployments {
  constructor(
    private readonly ledger: DeploymentLedger,
    private readonly now: () => Date,
  ) {}

  /** The deployment's id, in the transaction that makes the point; undefined where it belongs to none. */
  async bind(
    trx: Knex.Transaction,
    find: ProvenFind,
  ): Promise<string | undefined> {
    const { draft, identity, place, takenAt } = find;
    const { component } = draft;
    const deploys = ['pre-deploy', 'baseline'].includes(draft.trigger);
    if (!component || !deploys) return undefined;
    const { issuer, projectId, pipelineId } = identity;
    const { environment } = place;
    const found = await agentStores(trx).deployments.listByPipeline({
      issuer,
      projectId,
      pipelineId,
      environment,
    });
    const latest = found.find(({ entityRef }) => entityRef === component);
    // What was taken before it comes first, so that its deployment is known by now.
    if (draft.trigger === 'baseline') return latest?.id;
    if (latest && isUngated(latest)) {
      await this.ledger.change(trx, latest.id, {
        from: [latest.status],
        revision: latest.revision,
        change: {
          gate: 'direct',
          bypassReason: undefined,
          recoveryPointIds: [...latest.recoveryPointIds, place.id],
        },
      });
      return latest.id;
    }
    // The pipeline's gate was run again when the portal was back: that one let the deployment start.
    if (latest && latest.gatedAt > takenAt) return undefined;
    const deployment = this.#describe(find, identity, component);
    await this.ledger.insert(trx, deployment);
    return deployment.id;
  }

  #describe(
    { place, takenAt }: ProvenFind,
    identity: JobIdentity,
    component: string,
  ): RecordedDeployment {
    return {
      id: ulid(takenAt.getTime()),
      entityRef: component,
      environment: place.environment,
      status: 'gated',
      gate: 'direct',
      issuer: identity.issuer,
      projectId: identity.projectId,
      pipelineId: identity.pipelineId,
      commit: identity.commit,
      ref: identity.ref,
      pipelineUrl: pipelineUrl(identity),
      recoveryPointIds: [place.id],
      receiptExpiresAt: new Date(this.now().getTime() + outcomeWithinMs),
      gatedAt: takenAt,
      startedAt: takenAt,
      revision: 1,
    };
  }
}

/** One that came to be known as a bypass, or by another point of the same set. */
function isUngated({ gate }: RecordedDeployment): boolean {
  return gate === 'none' || gate === 'direct';
}
