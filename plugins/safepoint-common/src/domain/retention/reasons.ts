import { type Phrase, phraseText } from '../phrase';
import type { RetentionReason } from './RetentionPlan';

/** A reason whose text and pieces say the same. */
export function because(
  code: string,
  phrase: Phrase,
  until?: Date,
): RetentionReason {
  return {
    code,
    message: phraseText(phrase),
    phrase,
    ...(until && { until }),
  };
}
