export {
  type CombinedPosture,
  combinePostures,
  type StorePosture,
  type StoreReason,
} from './combinePostures';
export { decidePosture } from './decidePosture';
export {
  type DrillFact,
  type Posture,
  type PostureInput,
  type Verdict,
  verdicts,
} from './Posture';
export { postureAsOf } from './postureAsOf';
export type { Reason } from './Reason';
export { unknownPosture } from './unknownPosture';
