export { boundOfTask } from './boundOfTask';
export { describeMissing } from './describeMissing';
export { HealthService, type HealthServiceOptions } from './HealthService';
export { Heartbeats, standsStill, type WatchedTask } from './Heartbeats';
