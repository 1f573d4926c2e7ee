import type { Knex } from 'knex';
import { agentStores } from '../../database/agentStores';
import type { Lease } from '../../database/LeaseStore';
import { portalStores } from '../../database/portalStores';
import { pipelineUrl } from '../gitlabLinks';

/** Who holds a lease and since when, and what frees it, for whoever is kept from the store. */
export async function describeHolder(
  connection: Knex,
  store: { entityRef: string; environment: string },
  lease: Lease,
): Promise<string> {
  const name = `${store.entityRef} in ${store.environment}`;
  return lease.purpose === 'deployment'
    ? `${name} is between the gate and the outcome of ${await describeDeployment(
        connection,
        lease,
      )}. Let that pipeline finish or report its outcome; at the latest at ${lease.expiresAt.toISOString()} the store is free again.`
    : `${name} is busy: a ${lease.purpose} ${await describeRun(
        connection,
        lease,
      )} holds it until ${lease.expiresAt.toISOString()} unless it is done or renews before. Try again then.`;
}

async function describeDeployment(connection: Knex, lease: Lease) {
  const found = await agentStores(connection).deployments.find(lease.holder);
  if (!found) return `deployment ${lease.holder}`;
  const commit = found.commit ? ` (commit ${found.commit.slice(0, 8)})` : '';
  return `deployment ${found.id} of ${
    found.entityRef
  }${commit}, at the gate since ${found.gatedAt.toISOString()}${inPipeline(
    found.pipelineUrl,
  )}`;
}

async function describeRun(connection: Knex, lease: Lease) {
  const run = await agentStores(connection).runs.find(lease.holder);
  if (!run) return `(run ${lease.holder})`;
  const request =
    run.requestId &&
    (await portalStores(connection).requests.find(run.requestId));
  const who = request ? request.requestedBy : run.claims.userLogin;
  const asked = who ? `, asked for by ${who}` : '';
  return `(run ${
    run.id
  }${asked}, since ${run.openedAt.toISOString()}${inPipeline(
    pipelineUrl({ ...run, ...run.claims }),
  )})`;
}

function inPipeline(url: string | undefined): string {
  return url ? `, ${url}` : '';
}
