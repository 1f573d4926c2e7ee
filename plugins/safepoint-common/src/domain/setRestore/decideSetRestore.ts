import type { VerificationLevel } from '../verification';

/**
 * How far the restore of one store of the set is. `beside`: restored beside the live store, and checked.
 * `failed`: it did not get there, and the live store is untouched. `switch-failed`: its driver says that the old
 * store is the live one. `undo-failed`: nobody knows which one is.
 *
 * @public
 */
export type SetMemberState =
  | 'waiting'
  | 'restoring'
  | 'beside'
  | 'switching'
  | 'switched'
  | 'failed'
  | 'switch-failed'
  | 'undoing'
  | 'undone'
  | 'undo-failed';

/** @public */
export interface SetMemberProgress {
  entityRef: string;
  state: SetMemberState;
  /** Of `beside` and later: what the checks of this store reached. */
  level?: VerificationLevel;
}

/** What has to happen next for the set as a whole. @public */
export type SetRestoreStep =
  | { step: 'wait'; reason: string }
  | { step: 'restore' | 'switch' | 'undo'; entityRef: string; reason: string }
  | { step: 'succeeded'; reason: string }
  /** The live stores are as they were before; what was restored beside them goes. */
  | { step: 'failed'; reason: string }
  /** A person has to look: the stores may not belong together. */
  | { step: 'stuck'; reason: string };

const underWay: SetMemberState[] = ['restoring', 'switching', 'undoing'];
const before: SetMemberState[] = ['waiting', 'beside'];

/**
 * What comes next in the restore of a set. No store is switched before every store is restored beside and
 * checked; if one cannot be switched, those that were go back, the last one first. One thing happens at a time,
 * so whoever asks again after a crash goes on where it stopped.
 *
 * @param members - in the order of the plan
 * @public
 */
export function decideSetRestore(members: SetMemberProgress[]): SetRestoreStep {
  const lost = members.find(({ state }) => state === 'undo-failed');
  if (lost) {
    return {
      step: 'stuck',
      reason: `${lost.entityRef} could not be taken back. Compare the stores, and switch it by hand as its runbook says.`,
    };
  }
  const busy = members.find(({ state }) => underWay.includes(state));
  if (busy)
    return { step: 'wait', reason: `${busy.entityRef} is ${busy.state}` };
  const failure = members.find(({ state }) =>
    ['failed', 'switch-failed', 'undone'].includes(state),
  );
  return failure ? goBack(members) : goOn(members);
}

function goOn(members: SetMemberProgress[]): SetRestoreStep {
  const unrestored = members.find(({ state }) => state === 'waiting');
  if (unrestored) {
    return {
      step: 'restore',
      entityRef: unrestored.entityRef,
      reason: 'it is the next in the order of the set',
    };
  }
  const unswitched = members.find(({ state }) => before.includes(state));
  return unswitched
    ? {
        step: 'switch',
        entityRef: unswitched.entityRef,
        reason: 'every store is restored beside its live one and checked',
      }
    : { step: 'succeeded', reason: 'every store is switched' };
}

function goBack(members: SetMemberProgress[]): SetRestoreStep {
  const culprits = members
    .filter(({ state }) => state === 'failed' || state === 'switch-failed')
    .map(({ entityRef }) => entityRef)
    .join(' and ');
  const because = culprits
    ? `${culprits} did not get through`
    : 'the set was taken back';
  const switched = members.filter(({ state }) => state === 'switched').at(-1);
  return switched
    ? { step: 'undo', entityRef: switched.entityRef, reason: because }
    : {
        step: 'failed',
        reason: `${because}; every live store is as it was`,
      };
}
