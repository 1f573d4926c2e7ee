export { createRetentionRouter } from './createRetentionRouter';
export {
  createRetentionServices,
  type RetentionServices,
} from './createRetentionServices';
export { createRetentionTasks } from './createRetentionTasks';
export { DirectoryStoreCatalog, type StoreCatalog } from './StoreCatalog';
