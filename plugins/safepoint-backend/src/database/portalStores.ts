import type { Knex } from 'knex';
import { type BindingStore, DatabaseBindingStore } from './BindingStore';
import { DatabaseRequestStore, type RequestStore } from './RequestStore';
import {
  DatabaseStoreInstanceStore,
  type StoreInstanceStore,
} from './StoreInstanceStore';

/** The stores of what people see and ask for. */
export interface PortalStores {
  instances: StoreInstanceStore;
  bindings: BindingStore;
  requests: RequestStore;
}

/** Stores on a connection, or on a transaction to change several of them as one. */
export function portalStores(connection: Knex): PortalStores {
  return {
    instances: new DatabaseStoreInstanceStore(connection),
    bindings: new DatabaseBindingStore(connection),
    requests: new DatabaseRequestStore(connection),
  };
}
