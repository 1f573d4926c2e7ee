export { createPortalTasks } from './createPortalTasks';
export { type ScheduledTask, scheduleTasks } from './ScheduledTask';
