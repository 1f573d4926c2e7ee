/** A signed durable record that is committed here and not yet known to be in storage. */
export interface OutboxRecord {
  key: string;
  /** Exactly the bytes that go to storage. */
  body: string;
  createdAt: Date;
}

export interface RecordOutboxStore {
  /** ConflictError if another change has committed this revision first. */
  insert(...records: OutboxRecord[]): Promise<void>;
  find(key: string): Promise<OutboxRecord | undefined>;
  /** Oldest first. */
  list(limit: number): Promise<OutboxRecord[]>;
  delete(key: string): Promise<void>;
  /** How many wait, and since when. */
  measure(): Promise<{ waiting: number; since?: Date }>;
}
