/** What is compared of a recovery point. @public */
export interface UsualSample {
  /** Of the dump before compression. */
  sourceBytes: number;
  storedBytes: number;
  rows: number;
  tables: { name: string; rows: number }[];
  /** How long the backup took. */
  seconds: number;
}

/** With fewer points before it, nothing is said of a point. @public */
export const minimumHistory = 5;

/** No more of the points before it are looked at. @public */
export const usualWindow = 20;
