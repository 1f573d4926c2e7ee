export { CatalogPolicySource } from './CatalogPolicySource';
export { createPolicySource } from './createPolicySource';
export { PolicyService } from './PolicyService';
export type { Governed, PolicySource } from './PolicySource';
export { GateRules } from './GateRules';
export { type GovernedRestore, RestoreRules } from './RestoreRules';
