import type { Binding } from '../../bindings/Binding';
import type { EntitlementSource } from '../../bindings/EntitlementSource';

type Claim = Parameters<EntitlementSource['findBinding']>[0];

/** Confirmed bindings of project 42 on orders and its database; a catalog of one dependency. */
export class FakeEntitlements implements EntitlementSource {
  readonly bound = new Map<string, string[]>([
    ['component:default/orders', ['42']],
    ['resource:default/orders-db', ['42']],
  ]);
  readonly dependsOn = new Map<string, string[]>([
    ['component:default/orders', ['resource:default/orders-db']],
    ['component:default/billing', ['resource:default/billing-db']],
  ]);

  async findBinding(claim: Claim): Promise<Binding | undefined> {
    if (!this.bound.get(claim.entityRef)?.includes(claim.projectId)) {
      return undefined;
    }
    return {
      id: 'binding',
      entityRef: claim.entityRef,
      environment: claim.environment,
      operations: [claim.operation],
      issuer: claim.issuer,
      projectId: claim.projectId,
      status: 'confirmed',
      origin: 'config rule',
      revision: 1,
      createdAt: new Date(),
    };
  }

  async findComponents({ projectId }: { projectId: string }) {
    return [...this.bound]
      .filter(
        ([ref, projects]) =>
          ref.startsWith('component:') && projects.includes(projectId),
      )
      .map(([ref]) => ref);
  }

  async findStores(componentRef: string) {
    return this.dependsOn.get(componentRef) ?? [];
  }

  async findDependents(storeRef: string) {
    return [...this.dependsOn]
      .filter(([, stores]) => stores.includes(storeRef))
      .map(([ref]) => ref);
  }
}
