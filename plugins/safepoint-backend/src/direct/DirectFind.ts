import type {
  DirectDraft,
  DirectPlace,
  DirectPlan,
  RecoveryPointDraft,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { JobIdentity } from '../agent/identity/JobIdentity';

/** A draft that lies in an inbox. Nothing in it is believed yet. */
export interface DirectFind {
  place: DirectPlace;
  /** When storage took it, by the storage's clock: no writer chooses it. */
  takenAt: Date;
  /** Of the store that its place names; only known ones are looked at. */
  instance: StoreInstance;
}

/** A find whose every claim was checked. */
export interface ProvenFind extends DirectFind {
  draft: DirectDraft;
  plan: DirectPlan;
  identity: JobIdentity;
}

/** The draft as an agent would have submitted it. There was no lease, so there is no ticket. */
export function toPointDraft(draft: DirectDraft): RecoveryPointDraft {
  return { leaseTicket: 0, ...draft.content };
}
