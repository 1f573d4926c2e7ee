import type { RunPlan } from '@safepoint/backstage-plugin-safepoint-common';
import {
  createPortal,
  createSqlite,
  openStorage,
  type PortalSettings,
} from './createPortal';
import { FakeAgent } from './FakeAgent';
import { FaultPoint } from './FaultPoint';
import type { Workbench } from './createWorkbench';

interface Instructions {
  at: number;
  plan: RunPlan;
  settings: PortalSettings;
  now: string;
  filename: string;
}

/** A portal process that is killed by the system at one moment of a backup. */
process.once('message', (message: Instructions) => {
  run(message).then(
    () => process.exit(0),
    error => {
      process.stderr.write(`${error?.stack ?? error}\n`);
      process.exit(1);
    },
  );
});

async function run({ at, plan, settings, now, filename }: Instructions) {
  const fault = new FaultPoint(at, () => process.kill(process.pid, 'SIGKILL'));
  const storage = openStorage(settings);
  const clock = { now: new Date(now) };
  const portal = await createPortal(settings, {
    knex: fault.wrapDatabase(createSqlite(filename)),
    storage: fault.wrapStorage(storage),
    clock,
  });
  // It opens no run, so it needs no issuer.
  const issuer = undefined as unknown as Workbench['issuer'];
  const agent = new FakeAgent({ ...portal, storage, clock, issuer });
  const draft = await agent.upload(plan);
  await agent.complete(plan, draft);
  await agent.finish(plan);
}
