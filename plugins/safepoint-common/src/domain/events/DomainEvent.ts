import type { DomainEventType } from './eventTypes';

/** Something that happened and that others may want to hear of. Nothing in it is secret, or a person's words. @public */
export interface DomainEvent {
  /** The same fact, told again by a later record of the same thing, has the same key: it is one event. */
  key: string;
  type: DomainEventType;
  /** What it happened to, as `recovery-point/01J…`. */
  subject: string;
  entityRef: string;
  environment: string;
  /** When it happened; of the portal's clock. */
  time: Date;
  /** As the schema of its type says. */
  data: Record<string, unknown>;
}
