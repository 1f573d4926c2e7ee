export type { Alert, AlertKind, Alerts } from './Alerts';
export {
  DatabaseProblems,
  type DatabaseProblemsOptions,
  type ProblemChange,
} from './DatabaseProblems';
export {
  NotificationSender,
  type NotificationSenderOptions,
} from './NotificationSender';
export { OutboxAlerts, type OutboxAlertsOptions } from './OutboxAlerts';
export type { Problem, Problems, ProblemSubject } from './Problems';
export type { RecordedProblem } from './RecordedProblem';
