export { decidePosture } from './decidePosture';
export type { DrillFact, Posture, PostureInput, Verdict } from './Posture';
export type { Reason } from './Reason';
