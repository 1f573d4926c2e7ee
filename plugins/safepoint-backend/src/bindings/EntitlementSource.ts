import type { BindableOperation } from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from './Binding';

/** Whose project may do what; asked for every token of a CI job. */
export interface EntitlementSource {
  /**
   * The confirmed binding that entitles the project to the operation on the entity in that environment.
   * Undefined if there is none, whatever the reason. Annotations and `dependsOn` are proposals only: a
   * call may record a proposal, for somebody to confirm, and grants nothing by it.
   */
  findBinding(claim: {
    entityRef: string;
    environment: string;
    issuer: string;
    projectId: string;
    /** From the verified token; config rules go by it. */
    namespaceId: string;
    operation: BindableOperation;
  }): Promise<Binding | undefined>;

  /** Components whose annotations and confirmed bindings name the project: what a run without `component` is about. */
  findComponents(claim: {
    environment: string;
    issuer: string;
    projectId: string;
    namespaceId: string;
  }): Promise<string[]>;

  /** Data stores that a component depends on, from the catalog; what a gate must cover. */
  findStores(componentRef: string): Promise<string[]>;

  /** Components that depend on a data store, from the catalog. */
  findDependents(storeRef: string): Promise<string[]>;
}
