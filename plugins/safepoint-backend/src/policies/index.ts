export { ConfigPolicySource } from './ConfigPolicySource';
export type { Governed, PolicySource } from './PolicySource';
