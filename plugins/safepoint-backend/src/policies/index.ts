export { CatalogPolicySource } from './CatalogPolicySource';
export { ConfigPolicySource } from './ConfigPolicySource';
export { createPolicySource } from './createPolicySource';
export type { Governed, PolicySource } from './PolicySource';
export { GateRules } from './GateRules';
