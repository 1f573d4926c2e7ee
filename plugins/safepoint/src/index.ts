export { safepointApiRef } from './api/safepointApiRef';
export { isSafepointAvailable } from './isSafepointAvailable';
export {
  EntityRecoveryContent,
  EntityRecoverySummaryCard,
  safepointPlugin,
} from './plugin/safepointPlugin';
export { safepointTranslationRef } from './translation';
