export {
  createDirectServices,
  createDirectTasks,
} from './createDirectServices';
export { GitLabJobHistory } from './GitLabJobHistory';
