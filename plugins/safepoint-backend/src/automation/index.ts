export { createAutomationRouter } from './createAutomationRouter';
export {
  type AutomationDependencies,
  type AutomationServices,
  createAutomationServices,
} from './createAutomationServices';
