export {
  createEventOutbox,
  createWebhookServices,
} from './createWebhookServices';
export { createWebhookRouter } from './createWebhookRouter';
export { EventOutbox, type EventOutboxOptions } from './EventOutbox';
export type { Events } from './Events';
export { publishVerdicts } from './publishVerdicts';
