import { createHash, randomBytes } from 'node:crypto';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import express, { type Express } from 'express';
import request from 'supertest';
import { createWorkbench, type Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';
import { createAgentRouter } from './createAgentRouter';

describe('the routes of the agent', () => {
  let bench: Workbench;
  let app: Express;
  let agent: FakeAgent;

  const serve = (agentPerMinute = 10_000) => {
    const middleware = MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
    });
    return express()
      .use(
        createAgentRouter({
          services: bench.services,
          instances: bench.dependencies.instances,
          config: { rateLimits: { agentPerMinute, storagePerMinute: 1 } },
        }),
      )
      .post('/other', express.text(), (req, res) => {
        res.send(req.body);
      })
      .use(middleware.error());
  };

  beforeEach(async () => {
    bench = await createWorkbench();
    agent = new FakeAgent(bench);
    app = serve();
  });
  afterEach(() => bench.stop());

  const post = (path: string, token: string | undefined, body: object = {}) => {
    const call = request(app).post(path);
    if (token) call.set('authorization', `Bearer ${token}`);
    return call.send(body);
  };
  const openBody = (changes: object = {}) => ({
    secret: randomBytes(32).toString('base64url'),
    operation: 'backup',
    trigger: 'pre-deploy',
    clientTime: bench.clock.now.toISOString(),
    agentVersion: '0.1.0',
    ...changes,
  });

  it('carry a gated deployment from the first byte to the outcome', async () => {
    const opened = await post(
      '/agent/runs',
      await bench.issuer.mint(),
      openBody(),
    );
    expect(opened.status).toBe(201);
    const { runId, runToken, backups } = opened.body;
    const run = `/agent/runs/${runId}`;
    const point = `${run}/recovery-points/${backups[0].recoveryPointId}`;

    const beat = await post(`${run}/heartbeat`, runToken, {});
    expect(beat.body).toEqual({
      leaseExpiresAt: expect.any(String),
      serverTime: expect.any(String),
    });
    const body = randomBytes(10);
    const signed = await post(`${point}/parts`, runToken, {
      object: 'data',
      parts: [
        {
          number: 1,
          sizeBytes: 10,
          md5: createHash('md5').update(body).digest('base64'),
          sha256: createHash('sha256').update(body).digest('hex'),
        },
      ],
    });
    expect(signed.body.parts).toEqual([
      {
        number: 1,
        method: 'PUT',
        url: expect.stringMatching(/\/storage\/parts$/),
        headers: expect.objectContaining({
          'safepoint-part': expect.any(String),
        }),
        expiresAt: expect.any(String),
      },
    ]);
    const draft = await agent.upload(opened.body);
    const completed = await post(`${point}/complete`, runToken, draft);
    expect(completed.body).toMatchObject({
      status: 'available',
      entityRef: 'resource:default/orders-db',
      environment: 'staging',
    });
    const finished = await post(`${run}/finish`, runToken, {
      outcome: 'succeeded',
    });
    expect(finished.body).toMatchObject({ runId, receipt: {} });

    bench.advance(1);
    const gate = await post(
      '/agent/gate/confirmations',
      await bench.issuer.mint({ job_id: '7002' }),
    ).set('safepoint-receipt', finished.body.receipt.token);
    expect(gate.status).toBe(200);
    expect(gate.headers['content-type']).toMatch(/^text\/plain/);
    expect(gate.text).toMatch(/stands behind this deployment/);

    const outcome = await post(
      '/agent/deployments/outcomes',
      await bench.issuer.mint({ job_id: '7003' }),
      { environment: 'staging', outcome: 'failed' },
    );
    expect(outcome.status).toBe(200);
    expect(outcome.body).toMatchObject({
      deployment: { status: 'failed', gate: 'strict' },
      stores: [
        { lastKnownGood: { recoveryPointId: backups[0].recoveryPointId } },
      ],
    });
  });

  it('refuse everybody who is not entitled alike, whatever they ask for', async () => {
    const { runId } = await agent.open();
    const good = await bench.issuer.mint();
    const stranger = await bench.issuer.mint({
      project_id: '50',
      job_project_id: '50',
    });
    const unknown = '01JD0000000000000000000000';
    const answers = await Promise.all([
      post('/agent/runs', undefined, openBody()),
      post('/agent/runs', 'rubbish', openBody()),
      post(
        '/agent/runs',
        stranger,
        openBody({ component: 'component:default/orders' }),
      ),
      post(
        '/agent/runs',
        stranger,
        openBody({ component: 'component:default/nothing' }),
      ),
      post(`/agent/runs/${runId}/heartbeat`, 'rubbish'),
      post(`/agent/runs/${unknown}/heartbeat`, 'rubbish'),
      post(`/agent/runs/${runId}/finish`, good, { outcome: 'failed' }),
      post('/agent/deployments/outcomes', stranger, {
        environment: 'staging',
        outcome: 'failed',
      }),
    ]);
    const seen = answers.map(({ status, body }) => [
      status,
      body.error.name,
      body.error.message.replace(/[0-9A-HJKMNP-TV-Z]{26}/, 'ID'),
    ]);
    expect(new Set(seen.map(entry => JSON.stringify(entry))).size).toBe(1);
    expect(seen[0]).toEqual([
      403,
      'NotAllowedError',
      "This job is not entitled to do this. The platform team sees why in the portal's log under ID.",
    ]);
  });

  it('tell the gate script in plain text why it must not go on', async () => {
    const answer = await post(
      '/agent/gate/confirmations',
      await bench.issuer.mint(),
    ).set('safepoint-receipt', 'nothing');
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.text).toMatch(/Run the gate job/);
    const stranger = await post('/agent/gate/confirmations', 'rubbish').set(
      'safepoint-receipt',
      'nothing',
    );
    expect(stranger.status).toBe(403);
    expect(stranger.text).toMatch(/^This job is not entitled/);
  });

  it('answer a lost lease with 409', async () => {
    const { runId, runToken } = await agent.open();
    bench.advance(301);
    await bench.services.sweeper.sweep();
    const answer = await post(`/agent/runs/${runId}/heartbeat`, runToken);
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toMatch(/Stop writing/);
  });

  it('refuse what the contract does not know, saying what', async () => {
    const answer = await post(
      '/agent/runs',
      await bench.issuer.mint(),
      openBody({ operation: 'destroy' }),
    );
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/operation/);
  });

  it('leave other paths and their bodies to the routers behind', async () => {
    const answer = await request(app)
      .post('/other')
      .type('text/plain')
      .send('untouched');
    expect(answer.text).toBe('untouched');
  });

  it('slow down who asks too often', async () => {
    app = serve(2);
    const statuses = [];
    for (let i = 0; i < 3; i += 1) {
      statuses.push((await post('/agent/runs', 'rubbish', openBody())).status);
    }
    expect(statuses).toEqual([403, 403, 429]);
  });
});
