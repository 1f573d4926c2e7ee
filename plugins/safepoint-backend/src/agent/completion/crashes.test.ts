import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testGrounds } from '../../__testUtils__/testGrounds';
import { createWorkbench, type Workbench } from '../testUtils/createWorkbench';
import { createSqlite } from '../testUtils/createPortal';
import { FakeAgent } from '../testUtils/FakeAgent';
import { FaultPoint } from '../testUtils/FaultPoint';

class Crash extends Error {}

/** Parts, completion and the end of a pre-deploy run write less often than that. */
const moments = 30;

/** What holds at any time: what is listed as available is whole in storage. */
async function expectNoFalseAvailability(bench: Workbench, id: string) {
  const point = await bench.stores.points.find(id);
  const manifest = await bench.storage.readObject(
    `default/resource/orders-db/staging/${id}/manifest.json`,
  );
  if (point?.status === 'available') expect(manifest).toBeDefined();
  return { point, manifest };
}

/** What holds after the sweep: whole and available, or nothing at all and lost. */
async function expectAllOrNothing(bench: Workbench, id: string) {
  const { point, manifest } = await expectNoFalseAvailability(bench, id);
  const left = [];
  const prefix = `default/resource/orders-db/staging/${id}`;
  for await (const { key } of bench.storage.listObjects(`${prefix}/`)) {
    left.push(key.slice(prefix.length + 1));
  }
  const uploads = [];
  for await (const upload of bench.storage.listUploads(''))
    uploads.push(upload);
  expect(uploads).toEqual([]);
  if (manifest) {
    expect(point?.status).toBe('available');
    expect(left.sort()).toEqual([
      'RUNBOOK.md',
      'data.header',
      'data.payload',
      'manifest.json',
    ]);
  } else {
    expect(['failed', 'lost']).toContain(point?.status);
    expect(left).toEqual([]);
  }
  expect(await bench.knex('record_outbox')).toEqual([]);
  return point?.status;
}

async function recover(bench: Workbench) {
  const { services, records } = await bench.restart();
  bench.advance(301);
  await services.sweeper.sweep();
  await services.sweeper.sweep();
  await records.flush();
}

describe.each(testGrounds())('a portal that dies on $name', ground => {
  it('leaves a point whole and available, or nothing and lost, whenever it happens', async () => {
    const outcomes: (string | undefined)[] = [];
    for (let at = 0; at < moments; at += 1) {
      const bench = await ground.createWorkbench();
      try {
        const plan = await new FakeAgent(bench).open({ trigger: 'pre-deploy' });
        const fault = new FaultPoint(at, () => {
          throw new Crash();
        });
        const dying = await bench.restart({
          storage: fault.wrapStorage(bench.storage),
          knex: fault.wrapDatabase(bench.knex),
        });
        const agent = new FakeAgent(bench, dying.services);
        await agent
          .upload(plan)
          .then(draft => agent.complete(plan, draft))
          .then(() => agent.finish(plan))
          .catch(() => {});
        const [{ recoveryPointId }] = plan.backups!;
        await expectNoFalseAvailability(bench, recoveryPointId);
        await recover(bench);
        outcomes.push(await expectAllOrNothing(bench, recoveryPointId));
        if (!fault.dead) break;
      } finally {
        await bench.stop();
      }
    }
    // It went through all moments to the end, and from some moment on nothing is lost any more.
    expect(outcomes.length).toBeGreaterThan(15);
    expect(outcomes.length).toBeLessThan(moments);
    const turn = outcomes.indexOf('available');
    expect(turn).toBeGreaterThan(3);
    expect(outcomes.slice(turn).every(status => status === 'available')).toBe(
      true,
    );
  }, 120_000);
});

describe('a portal process', () => {
  it('is no different when it is killed by the system, at any moment', async () => {
    const outcomes: (string | undefined)[] = [];
    for (let at = 0; at < moments; at += 1) {
      const folder = await mkdtemp(join(tmpdir(), 'safepoint-killed-'));
      const filename = join(folder, 'index.sqlite');
      const bench = await createWorkbench({ knex: createSqlite(filename) });
      try {
        const plan = await new FakeAgent(bench).open({ trigger: 'pre-deploy' });
        const child = fork(join(__dirname, '../testUtils/dyingPortal.ts'), [], {
          execArgv: [
            '--require',
            require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          ],
          env: { PATH: process.env.PATH, NODE_ENV: 'test' },
        });
        child.send({
          at,
          plan,
          settings: bench.settings,
          now: bench.clock.now.toISOString(),
          filename,
        });
        const [code, signal] = await once(child, 'exit');
        expect(code === 0 || signal === 'SIGKILL').toBe(true);
        const [{ recoveryPointId }] = plan.backups!;
        await expectNoFalseAvailability(bench, recoveryPointId);
        await recover(bench);
        outcomes.push(await expectAllOrNothing(bench, recoveryPointId));
        if (code === 0) break;
      } finally {
        await bench.stop();
        await rm(folder, { recursive: true, force: true });
      }
    }
    expect(outcomes).toContain('lost');
    expect(outcomes[outcomes.length - 1]).toBe('available');
  }, 240_000);
});
