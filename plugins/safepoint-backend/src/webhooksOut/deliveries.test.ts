import { Webhook } from 'standardwebhooks';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { migrationsDirectory } from '../database/migrate';
import { secrets, WebhookWorld } from './__testUtils__/WebhookWorld';

/** Reads as a receiver with that secret would; throws if the signature does not hold. */
const verify = (
  secret: string,
  { body, headers }: { body: string; headers: object },
) => new Webhook(secret).verify(body, headers as Record<string, string>);

describe.each(testDatabases())('webhooks out on $name', database => {
  let opened: Awaited<ReturnType<typeof database.open>>;
  let world: WebhookWorld;

  beforeEach(async () => {
    opened = await database.open();
    await opened.knex.migrate.latest({ directory: migrationsDirectory });
    world = new WebhookWorld(opened.knex);
    // Signatures are refused that are older than some minutes.
    world.clock.now = new Date();
  });
  afterEach(async () => {
    await world.stop();
    await opened.close();
  });

  it('are CloudEvents, signed with every secret, and sent once', async () => {
    const receiver = await world.addEndpoint('make');
    await world.publish({ key: 'a', data: { level: 'L3' } });
    await world.dispatcher().run();
    await world.dispatcher().run();
    expect(receiver.received).toHaveLength(1);
    const [sent] = receiver.received;
    expect(sent.headers['content-type']).toMatch(
      /^application\/cloudevents\+json/,
    );
    for (const secret of secrets) {
      expect(verify(secret, sent)).toEqual({
        specversion: '1.0',
        id: sent.headers['webhook-id'],
        source: 'https://portal.example.com',
        type: 'dev.safepoint.recovery-point.available',
        subject: 'recovery-point/P1',
        time: world.clock.now.toISOString(),
        datacontenttype: 'application/json',
        data: { level: 'L3' },
      });
    }
    const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect(() => verify(other, sent)).toThrow(/signature/i);
    expect(() =>
      verify(secrets[0], { ...sent, body: `${sent.body} ` }),
    ).toThrow();
    expect(await world.deliveries()).toMatchObject([
      { status: 'delivered', attempts: 1, answerStatus: 204 },
    ]);
  });

  it('go where they are wanted, in the words that are wanted', async () => {
    const all = await world.addEndpoint('all');
    const staging = await world.addEndpoint('staging', {
      environments: ['staging'],
    });
    const cd = await world.addEndpoint('cd', { types: ['dev.cdevents.*'] });
    const both = await world.addEndpoint('both', {
      types: ['dev.cdevents.*', 'dev.safepoint.deployment.*'],
    });
    await world.publish(
      { key: 'point' },
      {
        key: 'deployment',
        type: 'dev.safepoint.deployment.succeeded',
        subject: 'deployment/D1',
        data: { commit: 'abc1234', deploymentId: 'D1' },
      },
    );
    await world.dispatcher().run();
    const typesOf = ({ received }: typeof all) =>
      received.map(({ body }) => JSON.parse(body).type).sort();
    expect(typesOf(all)).toEqual([
      'dev.safepoint.deployment.succeeded',
      'dev.safepoint.recovery-point.available',
    ]);
    expect(typesOf(staging)).toEqual([]);
    expect(typesOf(cd)).toEqual(['dev.cdevents.service.deployed.0.3.0']);
    expect(typesOf(both)).toHaveLength(2);
    expect(new Set(both.ids()).size).toBe(2);
  });

  it('tell a fact once, and nothing of what was rolled back', async () => {
    const receiver = await world.addEndpoint('make');
    await world.publish({ key: 'a' }, { key: 'a' });
    await world.publish({ key: 'a' });
    const rolledBack = world.knex.transaction(async trx => {
      await world.outbox.publish(trx, [world.event({ key: 'b' })]);
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    await world.dispatcher().run();
    expect(receiver.received).toHaveLength(1);
  });

  it('are sent once by two replicas', async () => {
    const receiver = await world.addEndpoint('make');
    await world.publish(...Array.from({ length: 40 }, () => ({})));
    await Promise.all([world.dispatcher().run(), world.dispatcher().run()]);
    await world.dispatcher().run();
    expect(receiver.received).toHaveLength(40);
    expect(new Set(receiver.ids()).size).toBe(40);
  });

  it('are sent again, the same, when a replica dies with them in its hands', async () => {
    const receiver = await world.addEndpoint('make');
    await world.publish({ key: 'a' });
    const dying = world.dispatcher({
      sender: {
        send: async (url, message) => {
          await world.sender.send(url, message);
          throw new Error('killed');
        },
      },
    });
    await expect(dying.run()).rejects.toThrow('killed');
    await world.dispatcher().run();
    expect(receiver.received).toHaveLength(1);
    world.advance(33);
    await world.dispatcher().run();
    const [first, second] = receiver.received;
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(await world.deliveries('delivered')).toHaveLength(1);
  });

  it('reach others while one endpoint is down, which is soon left alone and tried now and then', async () => {
    const down = await world.addEndpoint('down');
    const well = await world.addEndpoint('well');
    down.answer = () => ({ status: 503, body: 'try later' });
    await world.publish(...Array.from({ length: 20 }, () => ({})));
    await world.dispatcher().run();
    expect(well.received).toHaveLength(20);
    expect(down.received.length).toBeLessThanOrEqual(8);
    const before = down.received.length;
    await world.dispatcher().run();
    expect(down.received).toHaveLength(before);
    world.advance(2_000);
    await world.dispatcher().run();
    expect(down.received).toHaveLength(before + 1);
    down.answer = () => ({ status: 200 });
    world.advance(2_000);
    await world.dispatcher().run();
    expect(await world.deliveries('pending')).toEqual([]);
    expect(new Set(down.ids()).size).toBe(20);
  });

  it('end: an endpoint that does not answer, answers wrongly, or closes, is a failure', async () => {
    const silent = await world.addEndpoint('silent');
    const wrong = await world.addEndpoint('wrong');
    const gone = await world.addEndpoint('gone');
    const closed = await world.addEndpoint('closed');
    silent.answer = () => new Promise(() => {});
    wrong.answer = () => ({ status: 400, body: 'x'.repeat(1e6) });
    gone.answer = () => ({ status: 410 });
    await closed.stop();
    await world.publish({ key: 'a' });
    await world.dispatcher().run();
    const found = Object.fromEntries(
      (await world.deliveries()).map(one => [one.endpointId, one]),
    );
    expect(found).toMatchObject({
      silent: { status: 'pending', problem: 'No answer within 1 s.' },
      wrong: { status: 'pending', answerStatus: 400 },
      gone: {
        status: 'dead',
        problem: expect.stringMatching(
          /^It is gone for good\. The endpoint answered 410/,
        ),
      },
      closed: {
        status: 'pending',
        problem: expect.stringMatching(/ECONNREFUSED/),
      },
    });
    expect(found.wrong.problem!.length).toBeLessThan(400);
  });

  it('wait as long as the endpoint asks', async () => {
    const receiver = await world.addEndpoint('make');
    receiver.answer = () => ({
      status: 429,
      headers: { 'retry-after': '120' },
    });
    await world.publish({ key: 'a' });
    await world.dispatcher().run();
    world.advance(119);
    await world.dispatcher().run();
    expect(receiver.received).toHaveLength(1);
    world.advance(1);
    await world.dispatcher().run();
    expect(receiver.received).toHaveLength(2);
  });

  it('are dead letters at the deadline, tried or not, and can be revived', async () => {
    const receiver = await world.addEndpoint('make');
    receiver.answer = () => ({ status: 500 });
    await world.publish(...Array.from({ length: 9 }, () => ({})));
    for (let hour = 0; hour < 80; hour += 1) {
      await world.dispatcher().run();
      world.advance(3_600);
    }
    const dead = await world.deliveries('dead');
    expect(dead).toHaveLength(9);
    expect(dead[0].problem).toMatch(/Not delivered/);
    receiver.answer = () => ({ status: 200 });
    const deadline = new Date(world.clock.now.getTime() + 3_600_000);
    expect(
      await world.store.tryRevive(dead[0].id, world.clock.now, deadline),
    ).toBe(true);
    expect(
      await world.store.tryRevive(dead[0].id, world.clock.now, deadline),
    ).toBe(false);
    receiver.received.length = 0;
    await world.dispatcher().run();
    expect(receiver.ids()).toEqual([dead[0].eventId]);
    expect(await world.store.find(dead[0].id)).toMatchObject({
      status: 'delivered',
    });
  });

  it('do not wait for ever for an endpoint that is not configured any more', async () => {
    await world.addEndpoint('old');
    await world.publish({ key: 'a' });
    world.endpoints.pop();
    await world.dispatcher().run();
    expect(await world.deliveries()).toMatchObject([
      { status: 'dead', problem: expect.stringMatching(/not configured/) },
    ]);
  });

  it('are forgotten after a while, and the event with them', async () => {
    await world.addEndpoint('make');
    await world.publish({ key: 'a' });
    await world.dispatcher().run();
    const later = new Date(world.clock.now.getTime() + 1);
    await world.store.prune({ delivered: later, dead: later, events: later });
    expect(await world.deliveries()).toEqual([]);
    expect(await world.knex('events')).toEqual([]);
  });
});
