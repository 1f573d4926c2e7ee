export {
  type AgentDependencies,
  type EncryptionKeys,
  isProduction,
} from './AgentDependencies';
export { type AgentServices, createAgentServices } from './createAgentServices';
export { createTasks } from './createTasks';
export { createAgentRouter } from './http/createAgentRouter';
