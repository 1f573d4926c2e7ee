/** @public */
export type UnusualCode =
  | 'size'
  | 'rows'
  | 'table-gone'
  | 'table-empty'
  | 'duration'
  | 'compressibility';

/** One thing about a recovery point that is far from the points of the same store before it. @public */
export interface UnusualWarning {
  code: UnusualCode;
  /** What it is, what is usual, and what that can mean; with its numbers. */
  message: string;
  /** Of a table. */
  table?: string;
  /** What was measured. */
  value: number;
  /** What the points before it say is in the middle. */
  usual: number;
  /** What would have been no warning. */
  low: number;
  high: number;
}
