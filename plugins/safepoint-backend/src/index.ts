/**
 * Safepoint's backend plugin.
 *
 * @packageDocumentation
 */
export { safepointPlugin as default } from './plugin';
export {
  createRestoreRequestConditionalDecision,
  restoreRequestConditions,
} from './permissions/restoreRequestRules';
