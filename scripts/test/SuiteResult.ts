/** One failed test or check, for the list at the end. */
export interface Failure {
  name: string;
  message: string;
}

/** What came of one suite. Every suite counts its tests, or one per check. */
export interface SuiteResult {
  suite: string;
  passed: number;
  failed: number;
  skipped: number;
  durationMilliseconds: number;
  failures: Failure[];
  /** Why tests or the whole suite were skipped; shown beside the counts. */
  skippedBecause?: string;
}
