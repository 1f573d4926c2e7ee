import { z } from 'zod';
import type { DomainEvent } from './DomainEvent';
import { pageLink } from './pageLink';
import type { RecordFacts } from './RecordFacts';

const instanceFacts = z.object({
  id: z.string(),
  driver: z.string(),
  identityStatus: z.string(),
});

export function eventsOfInstance(
  record: RecordFacts,
  portalUrl: string,
): DomainEvent[] {
  const instance = instanceFacts.parse(record.data);
  if (instance.identityStatus !== 'changed') return [];
  const { entityRef, environment, revision } = record;
  const subject = `store-instance/${instance.id}`;
  return [
    {
      key: `${subject}/identity-changed/${revision}`,
      type: 'dev.safepoint.store-instance.identity-changed',
      subject,
      entityRef,
      environment,
      time: record.recordedAt,
      data: {
        entityRef,
        environment,
        link: pageLink(portalUrl, record),
        instanceId: instance.id,
        driver: instance.driver,
      },
    },
  ];
}
