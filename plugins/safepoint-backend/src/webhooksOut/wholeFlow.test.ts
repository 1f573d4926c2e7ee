import {
  eventTypes,
  type DomainEventType,
} from '@safepoint/backstage-plugin-safepoint-common';
import { testGrounds } from '../__testUtils__/testGrounds';
import type { Workbench } from '../agent/testUtils/createWorkbench';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { draftDeploymentRecord } from '../records';
import { eventMapping } from './deliveryMapping';
import { EventOutbox } from './EventOutbox';

/** What the portal does, and what it tells of it: on the rows and records of real flows. */
describe.each(testGrounds())('what happens on $name', ground => {
  let bench: Workbench;
  let agent: FakeAgent;
  let records: Workbench['records'];
  let services: Workbench['services'];

  beforeEach(async () => {
    bench = await ground.createWorkbench();
    const listener = new EventOutbox({
      endpoints: [{ id: 'all', types: ['dev.safepoint.*'] }],
      deadlineSeconds: 60,
      portalUrl: 'https://portal.example.com',
      now: () => bench.clock.now,
    });
    const portal = await bench.restart({ listener });
    ({ records, services } = portal);
    agent = new FakeAgent({ ...bench, ...portal }, services);
  });
  afterEach(() => bench.stop());

  const told = async () => {
    const rows = await bench.knex(eventMapping.table).orderBy(['time', 'id']);
    return rows.map(row => {
      const event = eventMapping.fromRow(row);
      const { data } = eventTypes[event.type as DomainEventType];
      expect(data.strict().parse(event.data)).toEqual(event.data);
      return event.type.replace('dev.safepoint.', '');
    });
  };

  it('is told: a gate, a deployment, a drill, a point that failed and one that was lost', async () => {
    const gated = await agent.backUp({ trigger: 'pre-deploy' });
    await services.gate.confirm(
      await bench.issuer.mint({ job_id: '7002' }),
      gated.receipt!.token,
    );
    await services.outcomes.report(await bench.issuer.mint(), {
      environment: 'staging',
      outcome: 'failed',
    });
    const drill = await agent.drill();
    await services.proofs.recordSubmission(
      await agent.run(drill),
      agent.proof(drill.drill!.manifest as never),
    );
    await agent.finish(drill);
    await agent.finish(await agent.open(), 'failed');
    await agent.upload(await agent.open());
    bench.advance(301);
    await services.sweeper.sweep();
    expect((await told()).sort()).toEqual([
      'deployment.failed',
      'deployment.gated',
      'drill.passed',
      'recovery-point.available',
      'recovery-point.failed',
      'recovery-point.lost',
    ]);
  });

  it('is not told again by a later record of the same thing', async () => {
    const gated = await agent.backUp({ trigger: 'pre-deploy' });
    const id = gated.point.deploymentId!;
    const before = await told();
    const [deployment] = await bench.stores.deployments.listByEntities([
      'component:default/orders',
    ]);
    expect(deployment.id).toBe(id);
    await records.transaction(trx =>
      records.commit(
        trx,
        draftDeploymentRecord({ ...deployment, revision: 99 }),
      ),
    );
    expect(await told()).toEqual(before);
  });
});
