import type { Knex } from 'knex';
import { DeploymentLedger } from '../../agent/gate/DeploymentLedger';
import {
  createWorkbench,
  type Workbench,
} from '../../agent/testUtils/createWorkbench';
import { FakeAgent } from '../../agent/testUtils/FakeAgent';
import { DeploymentObserver } from '../DeploymentObserver';
import { DeploymentReconciler } from '../DeploymentReconciler';
import { HintHandler } from '../HintHandler';
import { OutcomeRecorder } from '../OutcomeRecorder';
import { FakeDeployments } from './FakeDeployments';

export type Observatory = Awaited<ReturnType<typeof createObservatory>>;

/** The agent's side of a portal, and what listens to GitLab, on a GitLab that is made up. */
export async function createObservatory(options: { knex?: Knex } = {}) {
  const bench = await createWorkbench(options);
  const gitlab = new FakeDeployments(() => new Date(bench.clock.now));
  const agent = new FakeAgent(bench);
  const { knex, records, alerts } = bench;
  const { auditor, logger, now } = bench.dependencies;
  const observer = new DeploymentObserver({
    knex,
    now,
    find: issuer => (issuer === bench.issuer.url ? gitlab : undefined),
    isGateOff: async ({ environment }) => environment === 'playground',
    recorder: new OutcomeRecorder({
      records,
      alerts,
      auditor,
      now,
      appBaseUrl: 'http://portal.test',
      ledger: new DeploymentLedger(bench.dependencies),
    }),
  });
  bench.dependencies.lookAtGitLab = async place => {
    await observer.observe(place);
  };
  const shared = { knex, observer, logger, now, find: () => gitlab };
  return {
    bench,
    gitlab,
    observer,
    hints: new HintHandler(shared),
    reconciler: new DeploymentReconciler(shared),
    agent,
    place: {
      issuer: bench.issuer.url,
      projectId: '42',
      pipelineId: '700',
      environment: 'staging',
    },
    /** Project 42 may deploy orders to staging, since now. */
    confirmBinding: (environment = 'staging') =>
      confirmBinding(bench, environment),
    deployments: () =>
      bench.stores.deployments.listByEntities(['component:default/orders']),
    /** The gate of pipeline 700, whose job has ended half a minute ago. */
    async openGate() {
      const { receipt } = await agent.backUp({ trigger: 'pre-deploy' });
      gitlab.jobs.set('7001', {
        status: 'success',
        finishedAt: bench.clock.now,
      });
      bench.advance(30);
      return receipt!;
    },
    async confirm(receipt: string, jobId: string) {
      const token = await bench.issuer.mint({ job_id: jobId });
      return bench.services.gate.confirm(token, receipt);
    },
    /** Everything that GitLab lists now. */
    listed: () => [...gitlab.deployments.values()],
    stop: () => bench.stop(),
  };
}

async function confirmBinding(bench: Workbench, environment: string) {
  await bench.stores.bindings.tryInsert({
    id: `binding-${environment}`,
    entityRef: 'component:default/orders',
    environment,
    operations: ['backup', 'deploy'],
    issuer: bench.issuer.url,
    projectId: '42',
    namespaceId: '12',
    status: 'confirmed',
    origin: 'config rule',
    decidedAt: bench.clock.now,
    revision: 1,
    createdAt: bench.clock.now,
  });
}
