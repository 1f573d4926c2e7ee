export { serviceDeployedType, toCdEvent } from './cdEvent';
export { type CloudEvent, toCloudEvent } from './cloudEvent';
export { describeEventType, describeEventTypes } from './describeEventTypes';
export type { DomainEvent } from './DomainEvent';
export {
  allowanceOf,
  type EndpointCircuit,
  planCircuit,
} from './endpointCircuit';
export { eventsOfRecord } from './eventsOfRecord';
export { eventOfPosture, eventOfProblem } from './eventsOfState';
export {
  type DomainEventType,
  domainEventTypes,
  eventTypes,
} from './eventTypes';
export { planRetry, type RetryFacts, type RetryPlan } from './planRetry';
export type { RecordFacts } from './RecordFacts';
export { type EventFilter, wantsEvent } from './wantsEvent';
