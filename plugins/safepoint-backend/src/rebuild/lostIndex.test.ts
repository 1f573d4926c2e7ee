import { testGrounds } from '../__testUtils__/testGrounds';
import type { Workbench } from '../agent/testUtils/createWorkbench';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { IndexRebuilder } from './IndexRebuilder';

const tables = [
  ...['store_instances', 'bindings', 'recovery_points', 'deployments'],
  ...['drills', 'requests', 'header_stanzas', 'runs', 'leases', 'uploads'],
  'record_outbox',
];

describe.each(testGrounds())(
  'a portal that has lost its index on $name',
  ground => {
    let bench: Workbench;
    let agent: FakeAgent;

    beforeEach(async () => {
      bench = await ground.createWorkbench();
      agent = new FakeAgent(bench);
    });
    afterEach(() => bench.stop());

    it('refuses the first job, and what it did meanwhile keeps nothing from being rebuilt', async () => {
      const before = await agent.backUp();
      for (const table of tables) await bench.knex(table).delete();

      // The instance's first record is in storage already, then its second one.
      for (const revision of [1, 2]) {
        await expect(agent.backUp()).rejects.toThrow(
          new RegExp(
            `00${revision}.json than .*behind storage.*Rebuild the index`,
          ),
        );
        bench.advance(301);
        await bench.services.sweeper.sweep();
      }
      const meanwhile = await agent.backUp();
      expect(meanwhile.point.instanceId).toBe(before.point.instanceId);
      const report = await new IndexRebuilder({
        ...bench.dependencies,
      }).rebuildIndex();

      // What was recorded twice is what storage had first.
      expect(report.problems.map(({ message }) => message)).toEqual([
        expect.stringMatching(/Storage holds another/),
        expect.stringMatching(/Storage holds another/),
      ]);
      const points = await bench.knex('recovery_points').select('id', 'status');
      expect(points).toEqual(
        expect.arrayContaining([
          { id: before.point.id, status: 'available' },
          { id: meanwhile.point.id, status: 'available' },
        ]),
      );
      const instances = await bench.knex('store_instances').select('id');
      expect(instances).toEqual([{ id: before.point.instanceId }]);
      const after = await agent.backUp();
      expect(after.point.instanceId).toBe(before.point.instanceId);
    });
  },
);
