export { decidePosture } from './decidePosture';
export type {
  DrillFact,
  Posture,
  PostureInput,
  Reason,
  Verdict,
} from './Posture';
