import type { Deployment } from '../deployment';
import type { ReportedService } from './readServiceDeployed';

/** A recorded deployment of the service into the environment. @public */
export type LedgerEntry = Pick<
  Deployment,
  'id' | 'status' | 'gatedAt' | 'finishedAt'
> & { commit?: string };

/** @public */
export type DeployedMatch =
  /** It was gated and has ended well by this. */
  | { match: 'open'; id: string; reason: string }
  /** Its end is recorded already. */
  | { match: 'known'; id: string; reason: string }
  | { match: 'none'; reason: string };

/** Clocks differ, and an event may be sent a while after its deployment ended. */
const toleratedSeconds = 5 * 60;
const lateSeconds = 3_600;

/**
 * Which recorded deployment a report is of. Where it names a commit, it is one of that commit; otherwise the
 * newest that was under way then or had ended shortly before. What matches none got past the gate.
 *
 * @public
 */
export function matchDeployed(
  service: Pick<ReportedService, 'at' | 'commit'>,
  ledger: LedgerEntry[],
): DeployedMatch {
  const { at, commit } = service;
  const candidates = ledger
    .filter(entry => entry.status !== 'abandoned')
    .filter(entry => secondsFrom(entry.gatedAt, at) >= -toleratedSeconds)
    .filter(
      ({ finishedAt }) =>
        !finishedAt || secondsFrom(finishedAt, at) <= lateSeconds,
    )
    .filter(entry => !commit || isSameCommit(entry.commit, commit))
    .sort((a, b) => b.gatedAt.getTime() - a.gatedAt.getTime());
  const [newest] = candidates;
  if (!newest) {
    return {
      match: 'none',
      reason: commit
        ? `No deployment of commit ${commit} was gated before it.`
        : 'No gated deployment was under way then.',
    };
  }
  const open = newest.status === 'gated' || newest.status === 'running';
  return open
    ? { match: 'open', id: newest.id, reason: 'It was gated.' }
    : {
        match: 'known',
        id: newest.id,
        reason: `It is recorded as ${newest.status}.`,
      };
}

function secondsFrom(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1_000;
}

/** Either may be short. */
function isSameCommit(recorded: string | undefined, named: string): boolean {
  if (!recorded) return false;
  const [short, long] = [recorded.toLowerCase(), named].sort(
    (a, b) => a.length - b.length,
  );
  return short.length >= 7 && long.startsWith(short);
}
