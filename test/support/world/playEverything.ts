import { join } from 'node:path';
import type {
  EntityRecoveryView,
  RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecoveryWorld } from './RecoveryWorld';

/** Every kind of thing that a portal records, on the one store instance of a world. */
export async function playEverything(world: RecoveryWorld): Promise<void> {
  await deploy(world, 'succeeded', '701');
  await deploy(world, 'failed', '702');
  await deploy(world, 'succeeded', '703');
  await drillAndFailToDrill(world);
  await failToBackUp(world);
  await markBad(world);
  await askForRestores(world);
}

async function deploy(
  world: RecoveryWorld,
  outcome: 'succeeded' | 'failed',
  pipeline: string,
): Promise<void> {
  const job = { pipeline_id: pipeline };
  const receiptFile = join(world.folder, `receipt-${pipeline}.env`);
  await succeed(
    world.job(
      ['backup', '--trigger', 'pre-deploy', '--receipt-file', receiptFile],
      job,
    ),
  );
  const receipt = await world.readReceipt(receiptFile);
  const confirmed = await world.confirmGate(receipt, job);
  if (!confirmed.ok) throw new Error(await confirmed.text());
  await world.store.run(
    `update customers set note = 'deployed by ${pipeline}' where id <= 10`,
  );
  await succeed(world.job(['report', '--outcome', outcome], job));
  if (outcome === 'succeeded') {
    await succeed(world.job(['backup', '--trigger', 'baseline'], job));
  }
}

async function drillAndFailToDrill(world: RecoveryWorld): Promise<void> {
  const { recoveryPoints } = await world.recovery();
  const [newest, older] = recoveryPoints;
  await succeed(world.job(['drill', '--recovery-point', newest.id]));
  await fail(
    world.job(
      ['drill', '--recovery-point', older.id],
      {},
      { ORDERS_DRILL_URL: world.store.url('reader', 'postgres') },
    ),
  );
}

async function failToBackUp(world: RecoveryWorld): Promise<void> {
  await fail(
    world.job(
      ['backup'],
      {},
      { ORDERS_DATABASE_URL: world.store.url('reader', 'no_such_database') },
    ),
  );
}

async function markBad(world: RecoveryWorld): Promise<void> {
  const { environments } = await world.ask<EntityRecoveryView>(
    'sam',
    '/entities/default/component/orders/recovery',
  );
  const [newest] = environments[0].deployments;
  await world.ask('sam', `/deployments/${newest.id}/mark-bad`, {
    reason: 'It has been writing wrong notes.',
  });
}

async function askForRestores(world: RecoveryWorld): Promise<void> {
  const { instance, recoveryPoints } = await world.recovery();
  const point = recoveryPoints.filter(
    ({ status }) => status === 'available',
  )[1];
  const ask = (reason: string) =>
    world.ask<RequestView>('dana', '/requests', {
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId: point.id,
      reason,
    });
  const decide = ({ id }: RequestView, decision: 'approve' | 'reject') =>
    world.ask<RequestView>('sam', `/requests/${id}/decisions`, { decision });
  const wanted = await ask('The notes are wrong.');
  await succeed(world.operation(await decide(wanted, 'approve')));
  await decide(await ask('Once more, to be sure.'), 'reject');
  await ask('This one waits.');
}

async function succeed(job: ReturnType<RecoveryWorld['job']>): Promise<void> {
  const { code, output } = await job;
  if (code !== 0) throw new Error(`A job ended with ${code}: ${output}`);
}

async function fail(job: ReturnType<RecoveryWorld['job']>): Promise<void> {
  const { code, output } = await job;
  if (code === 0) throw new Error(`A job should have failed: ${output}`);
}
