/**
 * How many recovery points are kept. The counts are of periods that have a point, from the newest complete
 * point backwards; what several rules ask for is kept once.
 *
 * @public
 */
export interface RetentionRules {
  /** The newest ones, whatever their age. */
  last: number;
  /** The newest of each day, in UTC; and so on. */
  daily: number;
  weekly: number;
  monthly: number;
  yearly: number;
  /** How long the points of a deployment are kept at least, in seconds. */
  pinDeploymentsSeconds: number;
  /** How long stored objects are locked against deletion, where the storage can; 0: not at all. */
  immutableForSeconds: number;
}

/** What holds where no policy says otherwise. @public */
export const defaultRetention: RetentionRules = {
  last: 5,
  daily: 7,
  weekly: 4,
  monthly: 12,
  yearly: 1,
  pinDeploymentsSeconds: 30 * 86_400,
  immutableForSeconds: 0,
};
