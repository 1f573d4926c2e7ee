import type { Objectives } from '@safepoint/backstage-plugin-safepoint-common';
import { revivePosture } from '../posture/storedPosture';
import type { Sample } from './MetricSource';
import { storeDescriptors } from './storeDescriptors';

/** A store instance and the newest verdict on it. */
export interface StoreRow {
  instance_id: string;
  entity_ref: string;
  environment: string;
  verdict: string | null;
  posture: string | null;
  objectives: string | null;
}

/** Its newest recovery point. */
export interface PointRow {
  instance_id: string;
  state_at: string | null;
  created_at: string;
  completed_at: string | null;
  stored_bytes: string | number | null;
  source_bytes: string | number | null;
}

const verdicts = ['protected', 'at-risk', 'unprotected', 'never'];

/** Seconds since 1970 of a moment. */
const at = (moment: Date | string | number) =>
  new Date(moment).getTime() / 1_000;

/** All that is known of one store; what is not known is left out. */
export function measureStore(
  store: StoreRow,
  point: PointRow | undefined,
  now: Date,
): Sample[] {
  const labels = {
    entity: store.entity_ref,
    environment: store.environment,
  };
  const posture = store.posture ? revivePosture(store.posture) : undefined;
  const objectives: Objectives | undefined =
    store.objectives === null ? undefined : JSON.parse(store.objectives);
  const values: [keyof typeof storeDescriptors, number | undefined][] = [
    ['lastSuccess', at(point?.completed_at ?? point?.created_at ?? 0)],
    ...(point ? measurePoint(point, now) : []),
    ['rpoTarget', objectives?.rpoSeconds],
    ['rto', posture?.rto.achievedSeconds],
    ['rtoTarget', objectives?.rtoSeconds],
    ['verifiedAt', posture && at(posture.verifiedAt ?? 0)],
    ['verifiedTarget', objectives?.verifiedWithinSeconds],
    ['posture', rankOf(store.verdict)],
  ];
  return values.flatMap(([name, value]) =>
    value === undefined
      ? []
      : [{ metric: storeDescriptors[name], value, labels }],
  );
}

function measurePoint(
  point: PointRow,
  now: Date,
): [keyof typeof storeDescriptors, number | undefined][] {
  const stateAt = at(point.state_at ?? point.created_at);
  return [
    ['stateAt', stateAt],
    ['rpo', Math.max(0, at(now) - stateAt)],
    [
      'duration',
      point.completed_at
        ? at(point.completed_at) - at(point.created_at)
        : undefined,
    ],
    ['size', bytes(point.stored_bytes)],
    ['sourceSize', bytes(point.source_bytes)],
  ];
}

/** What was never looked at is not healthy. */
function rankOf(verdict: string | null): number {
  const rank = verdicts.indexOf(verdict ?? 'never');
  return rank < 0 ? verdicts.length - 1 : rank;
}

function bytes(value: string | number | null): number | undefined {
  return value === null ? undefined : Number(value);
}
