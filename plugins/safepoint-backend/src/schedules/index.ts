export {
  createScheduleServices,
  type ScheduleDependencies,
  type ScheduleServices,
} from './createScheduleServices';
export { createScheduleTasks } from './createScheduleTasks';
export { addScheduleRoutes } from './addScheduleRoutes';
export { addSchedules } from './addSchedules';
export { draftPauseRecord } from './draftPauseRecord';
export { pauseMapping, type RecordedPause } from './pauseMapping';
export { type Schedule, scheduleRef } from './Schedule';
export { scheduleMapping } from './scheduleMapping';
export type { ScheduleReader } from './ScheduleReader';
export type { ScheduleRules } from './ScheduleRules';
export type { ScheduleMeasure } from './ScheduleWatch';
export type { TickReport } from './TickReport';
