export { checkExternalClaim, type ExternalClaim } from './checkExternalClaim';
export {
  type ReportedService,
  readServiceDeployed,
  type ServiceReading,
} from './readServiceDeployed';
export {
  type DeployedMatch,
  type LedgerEntry,
  matchDeployed,
} from './matchDeployed';
export {
  type AutomationDecision,
  type AutomationGrant,
  type AutomationOperation,
  automationOperations,
  type AutomationPrincipal,
  decideAutomation,
} from './decideAutomation';
