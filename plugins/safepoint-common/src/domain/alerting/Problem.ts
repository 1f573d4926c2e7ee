/** How much an alert matters; Backstage's own words. @public */
export type AlertSeverity = 'low' | 'normal' | 'high' | 'critical';

/** Something that is not as it has to be, from `since` until it is mended. Nothing in it may be secret. @public */
export interface Problem {
  /**
   * Stable, kebab-case; where several things of one subject can have it at once, followed by `:` and the id
   * of the thing. Names the thread.
   */
  code: string;
  severity: AlertSeverity;
  title: string;
  /** What is wrong and what to do; one or two sentences. */
  text: string;
  link?: string;
  since: Date;
}

/** Whose problems, and who looked for them. @public */
export interface ProblemSubject {
  source: 'posture' | 'schedule' | 'retention' | 'scrub' | 'integration';
  entityRef: string;
  environment: string;
}

/** The kind of a problem: its code without the thing that has it. @public */
export function problemKind(code: string): string {
  return code.split(':', 1)[0];
}
