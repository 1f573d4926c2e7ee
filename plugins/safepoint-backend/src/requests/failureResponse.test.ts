import type { FailurePolicy } from '@safepoint/backstage-plugin-safepoint-common';
import {
  createWorkbench,
  type Workbench,
} from '../agent/testUtils/createWorkbench';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { IndexRebuilder } from '../rebuild';
import { FailureResponder, systemRef } from './FailureResponder';
import { RecordedRequests } from './RecordedRequests';
import type { RecoveryRequest } from './RecoveryRequest';
import { RequestAdmission } from './RequestAdmission';
import type { RequestTrigger } from './RequestTrigger';
import { RestoreGuard } from './RestoreGuard';

describe.each(testDatabases())('what follows a failure on $name', database => {
  let bench: Workbench;
  let agent: FakeAgent;
  let close: () => Promise<void>;
  /** What was handed on to GitLab. */
  let triggered: RecoveryRequest[];

  beforeEach(async () => {
    const opened = await database.open();
    close = opened.close;
    bench = await createWorkbench({ knex: opened.knex });
    agent = new FakeAgent(bench);
    triggered = [];
  });
  afterEach(async () => {
    await bench.stop();
    await close();
  });

  function setPolicy(policy: FailurePolicy, production = false) {
    const { stores, storage, dependencies } = bench;
    bench.dependencies.failures = new FailureResponder({
      ...dependencies,
      // The word for all is another one, so that only the environment's own can have been taken.
      onFailure: {
        base: policy === 'report' ? 'request' : 'report',
        environments: { staging: policy },
      },
      stores,
      restoreRules: {
        findFloors: async () => ({ production: 1, otherwise: 0 }),
      },
      isProduction: () => production,
      requests: new RecordedRequests({ stores, records: bench.records }),
      admission: new RequestAdmission({
        stores,
        guard: new RestoreGuard({ stores, storage }),
      }),
      // Making pipelines is tested by itself.
      trigger: {
        trigger: async (request: RecoveryRequest) => {
          if (request.status === 'approved') triggered.push(request);
          return request;
        },
      } as unknown as RequestTrigger,
    });
  }
  /** A gated deployment that starts and then fails; what its report is answered. */
  async function fail() {
    const { receipt, point } = await agent.backUp({ trigger: 'pre-deploy' });
    bench.advance(60);
    await bench.services.gate.confirm(
      await bench.issuer.mint({ job_id: '7002' }),
      receipt!.token,
    );
    return { point, receipt: receipt!, ...(await report()) };
  }
  async function report() {
    const answer = await bench.services.outcomes.report(
      await bench.issuer.mint({ job_id: '7003' }),
      { environment: 'staging', outcome: 'failed' },
    );
    return { response: answer.stores[0].response };
  }
  const requests = () => bench.knex('requests');

  it('is a report and no request where the policy says no more', async () => {
    setPolicy('report');
    expect((await fail()).response).toMatchObject({ action: 'report' });
    expect(await requests()).toEqual([]);
  });

  it('is one request of the system that waits for a person, however often it is reported', async () => {
    setPolicy('request');
    const { point, receipt, response } = await fail();
    expect(response).toMatchObject({
      action: 'request',
      status: 'awaiting-approval',
      approvalsNeeded: 1,
    });
    const again = await Promise.all([report(), report()]);
    expect(again.map(one => one.response?.requestId)).toEqual([
      response!.requestId,
      response!.requestId,
    ]);
    const [request, ...others] = await requests();
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      kind: 'restore',
      recovery_point_id: point.id,
      requested_by: systemRef,
      caused_by: receipt.deploymentId,
      status: 'awaiting-approval',
    });
    expect(request.reason).toMatch(/failed\..*Asked for by the portal/);
    expect(triggered).toEqual([]);
    expect(
      bench.audits.filter(({ eventId }) => eventId === 'request-create'),
    ).toHaveLength(1);
  });

  it('asks no second time after somebody has rejected it', async () => {
    setPolicy('request');
    await fail();
    await bench.knex('requests').update({ status: 'rejected' });
    expect((await report()).response).toMatchObject({ status: 'rejected' });
    expect(await requests()).toHaveLength(1);
  });

  it('is a restore outside of production where the policy says so', async () => {
    setPolicy('restore');
    expect((await fail()).response).toMatchObject({
      action: 'restore',
      status: 'approved',
    });
    expect(triggered).toHaveLength(1);
    await report();
    expect(triggered).toHaveLength(1);
  });

  it('is never a restore of production', async () => {
    setPolicy('restore', true);
    expect((await fail()).response).toMatchObject({
      action: 'request',
      status: 'awaiting-approval',
      reason: expect.stringMatching(/never restored without a person/),
    });
    expect(triggered).toEqual([]);
  });

  it('is left to whoever has asked for a restore since, also when that has ended', async () => {
    setPolicy('request');
    await fail();
    await bench.knex('requests').update({
      caused_by: null,
      status: 'succeeded',
      requested_by: 'user:default/dana',
    });
    expect((await report()).response).toEqual({
      action: 'report',
      reason: 'user:default/dana has asked for a restore since',
    });
    expect(await requests()).toHaveLength(1);
  });

  it('says why no restore is started where one of before is under way', async () => {
    setPolicy('request');
    await fail();
    await bench.knex('requests').update({
      caused_by: null,
      requested_at: new Date(0).toISOString(),
    });
    expect((await report()).response).toEqual({
      action: 'report',
      reason: expect.stringMatching(/under way already/),
    });
    expect(await requests()).toHaveLength(1);
  });

  it('comes back from storage, and is still asked for only once', async () => {
    setPolicy('request');
    const { response } = await fail();
    const before = await requests();
    await bench.knex('requests').delete();
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    expect(await requests()).toEqual(before);
    expect((await report()).response?.requestId).toBe(response!.requestId);
  });

  it('is followed up where GitLab told of it and no job did, and only while it is news', async () => {
    setPolicy('request');
    const { receipt } = await agent.backUp({ trigger: 'pre-deploy' });
    bench.advance(60);
    await bench.services.gate.confirm(
      await bench.issuer.mint({ job_id: '7002' }),
      receipt!.token,
    );
    await bench.knex('leases').update({ holder: null, expires_at: null });
    const finishedAt = bench.clock.now.toISOString();
    await bench
      .knex('deployments')
      .update({ status: 'failed', finished_at: finishedAt });
    bench.advance(16 * 60);
    await bench.services.failed.followUp();
    expect(await requests()).toEqual([]);
    bench.advance(-10 * 60);
    await bench.services.failed.followUp();
    await bench.services.failed.followUp();
    expect(await requests()).toMatchObject([
      { caused_by: receipt!.deploymentId, status: 'awaiting-approval' },
    ]);
  });

  it('is not followed up once another deployment came after it', async () => {
    setPolicy('report');
    await fail();
    setPolicy('request');
    bench.advance(60);
    await agent.backUp({ trigger: 'pre-deploy' }, { pipeline_id: '701' });
    await bench.services.failed.followUp();
    expect(await requests()).toEqual([]);
  });

  it('follows no deployment that succeeded', async () => {
    setPolicy('restore');
    await agent.backUp({ trigger: 'pre-deploy' });
    const answer = await bench.services.outcomes.report(
      await bench.issuer.mint({ job_id: '7003' }),
      { environment: 'staging', outcome: 'succeeded' },
    );
    expect(answer.stores[0]).not.toHaveProperty('response');
    expect(await requests()).toEqual([]);
  });
});
