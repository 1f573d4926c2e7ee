import type {
  Manifest,
  RunPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Workbench } from './createWorkbench';
import { FakeAgent } from './FakeAgent';
import { RequestDesk } from './RequestDesk';

/** A portal with one recovery point in staging, and what a test does to prove it or to spoil it. */
export class ProofRoom {
  readonly bench: Workbench;
  readonly agent: FakeAgent;
  readonly desk: RequestDesk;
  readonly pointId: string;
  readonly instanceId: string;

  private constructor(
    bench: Workbench,
    agent: FakeAgent,
    point: { id: string; instanceId: string },
  ) {
    this.bench = bench;
    this.agent = agent;
    this.desk = new RequestDesk(bench, agent);
    this.pointId = point.id;
    this.instanceId = point.instanceId;
  }

  static async open(ground: {
    createWorkbench(): Promise<Workbench>;
  }): Promise<ProofRoom> {
    const bench = await ground.createWorkbench();
    const agent = new FakeAgent(bench);
    const { point } = await agent.backUp();
    return new ProofRoom(bench, agent, point);
  }

  leave(): Promise<void> {
    return this.bench.stop();
  }

  keyOf(name: string, id = this.pointId, environment = 'staging'): string {
    return `default/resource/orders-db/${environment}/${id}/${name}`;
  }

  async read(key: string): Promise<Buffer> {
    const bytes = await this.bench.storage.readObject(key);
    if (!bytes) throw new Error(`There is no ${key}.`);
    return bytes;
  }

  /** As somebody may who has the storage's own credentials. */
  async overwrite(key: string, bytes: Buffer | string): Promise<void> {
    await this.bench.storage.deleteObject(key);
    await this.bench.storage.createObject(key, Buffer.from(bytes));
  }

  drill(): Promise<RunPlan> {
    return this.agent.drill();
  }

  manifestOf(plan: RunPlan): Manifest {
    return (plan.drill ?? plan.restore)!.manifest as unknown as Manifest;
  }

  async submit(plan: RunPlan, changes: Parameters<FakeAgent['proof']>[1] = {}) {
    return this.bench.services.proofs.recordSubmission(
      await this.agent.run(plan),
      this.agent.proof(this.manifestOf(plan), changes),
    );
  }

  /** The point as it is recorded now. */
  point() {
    return this.bench.stores.points.find(this.pointId);
  }
}
