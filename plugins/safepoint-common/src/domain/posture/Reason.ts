import { type Phrase, phraseText } from '../phrase';

/** @public */
export interface Reason {
  /** Stable, kebab-case. */
  code: string;
  severity: 'ok' | 'info' | 'warning' | 'critical';
  /** The phrase as text. */
  message: string;
  phrase: Phrase;
  since?: Date;
}

/** A reason whose text and pieces say the same. */
export function reason(
  code: string,
  severity: Reason['severity'],
  phrase: Phrase,
  since?: Date,
): Reason {
  return {
    code,
    severity,
    message: phraseText(phrase),
    phrase,
    ...(since && { since }),
  };
}

const severities: Reason['severity'][] = ['ok', 'info', 'warning', 'critical'];

/** For sorting. */
export function worstFirst(
  a: Pick<Reason, 'severity'>,
  b: Pick<Reason, 'severity'>,
): number {
  return severities.indexOf(b.severity) - severities.indexOf(a.severity);
}
