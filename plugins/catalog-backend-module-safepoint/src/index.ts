/**
 * Teaches Backstage's catalog the kind `RecoveryPolicy`.
 *
 * @packageDocumentation
 */
export { catalogModuleSafepoint as default } from './catalogModuleSafepoint';
export { recoveryPolicyModelLayer } from './recoveryPolicyModelLayer';
