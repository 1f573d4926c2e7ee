import { testGrounds } from '../__testUtils__/testGrounds';
import type { Workbench } from '../agent/testUtils/createWorkbench';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { RequestDesk } from '../agent/testUtils/RequestDesk';

describe.each(testGrounds())('the run of a request on $name', ground => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await ground.createWorkbench();
  });
  afterEach(() => bench.stop());

  it.each([
    ['scheduled', new Date('2026-05-01T10:00:00Z')],
    ['manual', undefined],
  ])('makes a %s point', async (trigger, slot) => {
    const instance = await bench.dependencies.instances.ensure(
      'resource:default/orders-db',
      'staging',
    );
    const desk = new RequestDesk(bench, new FakeAgent(bench));
    const request = await desk.put({
      kind: 'backup',
      instanceId: instance.id,
      slot,
    });
    const plan = await desk.open(request);
    expect(plan.trigger).toBe(trigger);
    const { points } = bench.stores;
    const [point] = await points.listByInstances([instance.id]);
    expect(point.trigger).toBe(trigger);
  });
});
