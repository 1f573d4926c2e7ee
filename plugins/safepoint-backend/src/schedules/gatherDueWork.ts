import {
  choosePointToDrill,
  type EffectivePolicy,
  type RecoveryPoint,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import {
  type StoredInstance,
  storeInstanceMapping,
} from '../database/StoreInstanceStore';
import type { PolicySource } from '../policies';
import type { DueWork } from './DueWork';
import { groupByInstance } from './groupByInstance';
import type { Schedule } from './Schedule';
import type { Workplaces } from './Workplaces';

export interface GatherDependencies {
  knex: Knex;
  policies: Pick<PolicySource, 'policiesOf'>;
  workplaces: Workplaces;
}

/**
 * What the decision on due schedules needs and what may take its time, by one look-up of each sort. Of an
 * instance that is gone there is nothing.
 */
export async function gatherDueWork(
  due: Schedule[],
  { knex, policies, workplaces }: GatherDependencies,
): Promise<DueWork[]> {
  const ids = [...new Set(due.map(({ instanceId }) => instanceId))];
  const instances = await findInstances(knex, ids);
  const workplaceOf = await workplaces.open(instances);
  const found = await policies.policiesOf(instances);
  const known = new Map(
    instances.map((instance, index) => [
      instance.id,
      { instance, policy: found[index] },
    ]),
  );
  const drilled = due.filter(({ kind }) => kind === 'drill');
  const pointsOf = groupByInstance(
    await listPoints(
      knex,
      drilled.map(({ instanceId }) => instanceId),
    ),
  );
  return due.flatMap(schedule => {
    const one = known.get(schedule.instanceId);
    if (!one) return [];
    const { instance, policy } = one;
    return [
      {
        schedule,
        instance,
        policy,
        workplace: workplaceOf(instance, schedule.kind),
        ...(schedule.kind === 'drill' && {
          point: choosePointToDrill(pointsOf(instance.id), levelOf(policy)),
        }),
      },
    ];
  });
}

export async function findInstances(
  knex: Knex,
  ids: string[],
): Promise<StoredInstance[]> {
  const rows = await knex(storeInstanceMapping.table).whereIn('id', ids);
  return rows.map(row => storeInstanceMapping.fromRow(row));
}

function levelOf({ drills, objectives }: EffectivePolicy) {
  return drills.level ?? objectives.verificationLevel;
}

type DrillablePoint = Pick<
  RecoveryPoint,
  'id' | 'instanceId' | 'status' | 'stateAt' | 'quarantined' | 'level'
>;

async function listPoints(
  knex: Knex,
  instanceIds: string[],
): Promise<DrillablePoint[]> {
  if (instanceIds.length === 0) return [];
  const rows = await knex(recoveryPointMapping.table)
    .whereIn('instance_id', instanceIds)
    .where({ status: 'available' })
    .select(
      ...['id', 'instance_id', 'status', 'state_at', 'quarantined', 'level'],
    );
  return rows.map(row => recoveryPointMapping.fromRow(row));
}
