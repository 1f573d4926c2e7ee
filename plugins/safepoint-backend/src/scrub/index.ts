export { createScrubServices, createScrubTasks } from './createScrubServices';
export type { ScrubDependencies } from './ScrubDependencies';
