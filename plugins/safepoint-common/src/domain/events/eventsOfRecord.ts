import type { DomainEvent } from './DomainEvent';
import { eventsOfDeployment } from './eventsOfDeployment';
import { eventsOfDrill } from './eventsOfDrill';
import { eventsOfInstance } from './eventsOfInstance';
import { eventsOfPoint } from './eventsOfPoint';
import { eventsOfRequest } from './eventsOfRequest';
import type { RecordFacts } from './RecordFacts';

/** What is older is history, not news: a record of today may hold an outcome of long ago. */
const newsForSeconds = 7 * 24 * 3_600;

type Derive = (record: RecordFacts, portalUrl: string) => DomainEvent[];

const derivations: Partial<Record<RecordFacts['type'], Derive>> = {
  'recovery-point-status': eventsOfPoint,
  drill: eventsOfDrill,
  deployment: eventsOfDeployment,
  request: eventsOfRequest,
  'store-instance': eventsOfInstance,
};

/**
 * What a durable record tells to the outside. The same fact in a later record of the same thing has the same
 * key, so whoever sends events sends each key once.
 *
 * @public
 */
export function eventsOfRecord(
  record: RecordFacts,
  portalUrl: string,
): DomainEvent[] {
  const oldest = record.recordedAt.getTime() - newsForSeconds * 1_000;
  const events = derivations[record.type]?.(record, portalUrl) ?? [];
  return events.filter(({ time }) => time.getTime() >= oldest);
}
