import type { AlertSeverity } from './Problem';

const inOrder: AlertSeverity[] = ['low', 'normal', 'high', 'critical'];

/** Negative if the first matters less. @public */
export function compareSeverity(a: AlertSeverity, b: AlertSeverity): number {
  return inOrder.indexOf(a) - inOrder.indexOf(b);
}

/** The one that matters most; `low` of none. @public */
export function worstSeverity(severities: AlertSeverity[]): AlertSeverity {
  return severities.reduce(
    (worst, one) => (compareSeverity(one, worst) > 0 ? one : worst),
    'low',
  );
}
