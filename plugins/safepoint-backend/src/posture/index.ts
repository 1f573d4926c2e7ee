export {
  createPostureServices,
  type PostureDependencies,
} from './createPostureServices';
export { createPostureTasks } from './createPostureTasks';
export type { EntityPostures } from './EntityPostures';
export {
  markAllPostures,
  markOf,
  markPosture,
  type PostureMark,
} from './PostureMarks';
export type { PostureReader } from './PostureReader';
export type { PostureTick } from './PostureTick';
export type { EvaluatedPosture } from './storedPosture';
