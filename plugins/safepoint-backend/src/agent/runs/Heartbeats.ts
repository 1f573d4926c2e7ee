import { agentStores } from '../../database/agentStores';
import type { Run } from '../../database/Run';
import type { AgentDependencies } from '../AgentDependencies';
import { holdLeases } from './holdLeases';

/** Keeps runs alive. */
export class Heartbeats {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'config' | 'now'
    >,
  ) {}

  /** ConflictError if the run or one of its leases is lost. */
  async renew(
    run: Run,
  ): Promise<{ leaseExpiresAt: string; serverTime: string }> {
    const { knex, config } = this.dependencies;
    const now = this.dependencies.now();
    const expiresAt = new Date(
      now.getTime() + config.lease.durationSeconds * 1000,
    );
    await knex.transaction(async trx => {
      const stores = agentStores(trx);
      await stores.runs.renew(run.id, { heartbeatAt: now, expiresAt });
      await holdLeases(stores.leases, run, expiresAt);
    });
    return {
      leaseExpiresAt: expiresAt.toISOString(),
      serverTime: now.toISOString(),
    };
  }
}
