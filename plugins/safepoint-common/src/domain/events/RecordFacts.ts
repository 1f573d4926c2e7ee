import type { DurableRecord } from '../durableRecord';

/** A durable record, as far as an event is made of it. */
export type RecordFacts = Pick<
  DurableRecord,
  'type' | 'id' | 'revision' | 'entityRef' | 'environment' | 'data'
> & {
  recordedAt: Date;
};
