export { safepointFrontendPlugin as default } from './plugin/safepointFrontendPlugin';
export { safepointApiRef } from './api/safepointApiRef';
export { safepointTranslationRef } from './translation';
