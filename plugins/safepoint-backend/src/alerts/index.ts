export type { Alert, AlertKind, Alerts } from './Alerts';
export {
  NotificationAlerts,
  type NotificationAlertsOptions,
} from './NotificationAlerts';
