import { type Deployment, startOfDeployment } from './deployment';
import type { Fingerprint } from './manifest';

/** A table whose content differs between two recovery points. @public */
export interface TableAtStake {
  name: string;
  /** Absent if there was no such table. */
  rowsThen?: number;
  /** Absent if there is no such table any more. */
  rowsSince?: number;
}

/** What is known of what was written since a state, and would be lost by going back to it. @public */
export interface DataAtStake<D extends Deployment = Deployment> {
  since: Date;
  seconds: number;
  /** The newest point since; what was written after it is not counted. Without one only the time is known. */
  comparedWith?: { recoveryPointId: string; stateAt: Date };
  tables: TableAtStake[];
  /** Newest first. */
  deployments: D[];
}

/** A point with what its manifest says of its content, if it has one. @public */
export interface KnownContent {
  recoveryPointId: string;
  stateAt: Date;
  fingerprint?: Pick<Fingerprint, 'algorithm' | 'tables'>;
}

/**
 * What going back to `point` would lose, as far as it is known.
 *
 * @param input - `later`: points of the same instance; `deployments`: of every component that depends on
 *   the store, in the same environment
 * @public
 */
export function findDataAtStake<D extends Deployment>(input: {
  point: KnownContent;
  later: KnownContent[];
  deployments: D[];
  now: Date;
}): DataAtStake<D> {
  const { point, now } = input;
  const newest = input.later
    .filter(({ stateAt }) => stateAt > point.stateAt)
    .sort((a, b) => b.stateAt.getTime() - a.stateAt.getTime())[0];
  const comparable = newest?.fingerprint && point.fingerprint;
  return {
    since: point.stateAt,
    seconds: Math.max(0, (now.getTime() - point.stateAt.getTime()) / 1000),
    ...(comparable && {
      comparedWith: {
        recoveryPointId: newest.recoveryPointId,
        stateAt: newest.stateAt,
      },
    }),
    tables: comparable
      ? compareTables(point.fingerprint, newest.fingerprint)
      : [],
    deployments: input.deployments
      .filter(deployment => startOfDeployment(deployment) > point.stateAt)
      .sort(
        (a, b) =>
          startOfDeployment(b).getTime() - startOfDeployment(a).getTime(),
      ),
  };
}

/** Hashes of different algorithms are not compared; the numbers of rows are. */
function compareTables(
  then: KnownContent['fingerprint'],
  since: KnownContent['fingerprint'],
): TableAtStake[] {
  const sameHash = then?.algorithm === since?.algorithm;
  const before = new Map(then?.tables.map(table => [table.name, table]));
  const after = new Map(since?.tables.map(table => [table.name, table]));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap(name => {
    const [was, is] = [before.get(name), after.get(name)];
    const equal =
      was?.rows === is?.rows && (!sameHash || was?.hash === is?.hash);
    return equal ? [] : [{ name, rowsThen: was?.rows, rowsSince: is?.rows }];
  });
}
