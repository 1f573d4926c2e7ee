export type { Alert, AlertKind, Alerts } from './Alerts';
export {
  type AlertServices,
  createAlertServices,
  createAlertTasks,
} from './createAlertServices';
export {
  DatabaseProblems,
  type DatabaseProblemsOptions,
  type ProblemChange,
} from './DatabaseProblems';
export { createProblemRouter } from './createProblemRouter';
export { ProblemService, type ProblemServiceOptions } from './ProblemService';
export { publishProblems } from './publishProblems';
export { RecordAlerts, type RecordAlertsOptions } from './RecordAlerts';
export { OutboxAlerts, type OutboxAlertsOptions } from './OutboxAlerts';
export type { Problem, Problems, ProblemSubject } from './Problems';
export type { RecordedProblem } from './RecordedProblem';
