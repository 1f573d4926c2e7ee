export type { Alert, AlertKind, Alerts } from './Alerts';
export {
  NotificationSender,
  type NotificationSenderOptions,
} from './NotificationSender';
export { OutboxAlerts, type OutboxAlertsOptions } from './OutboxAlerts';
export type { Problem, Problems, ProblemSubject } from './Problems';
