import assert from 'node:assert/strict';
import { readMigration } from '../gitlab/readFiles';
import { compareStates, readDatabaseState } from '../orders/DatabaseState';
import { readRecovery } from '../portal/readRecovery';
import type { Step } from './Step';

export const deploySilent: Step = {
  name: 'deployment 3 succeeds, and nobody sees that it damages the data',
  async run({ parts, say, signal }) {
    const projects = parts.get('projects');
    const backupUrl = parts.get('orders').url('backup');
    const stateBefore = await readDatabaseState(backupUrl, signal);
    const pipeline = await projects.deploy('Tidy up customers and payments', {
      'migrations/0003_convert_prices.sql': null,
      'migrations/0004_tidy_up.sql': readMigration('silent'),
    });
    const summary = await projects.waitForEnd(pipeline, signal);
    await projects.expectJobs(summary, {
      'safepoint-before': 'success',
      deploy: 'success',
      'safepoint-baseline': 'success',
      'safepoint-on-failure': 'skipped',
      'safepoint-drill': 'success',
    });
    const damage = compareStates(
      stateBefore,
      await readDatabaseState(backupUrl, signal),
    );
    assert.ok(damage.length > 2, 'the silent migration has damaged nothing');

    const { page, store } = await readRecovery(parts.get('asSam'));
    const [deployment] = page.deployments;
    assert.equal(deployment?.status, 'succeeded');
    assert.equal(
      store.lastKnownGood.recoveryPointId,
      store.recoveryPoints[0].id,
      'the last known good is not the new baseline yet',
    );
    say(`  So far: ${store.lastKnownGood.reason}`);
    parts.set('silent', { pipeline, stateBefore, deploymentId: deployment.id });
  },
};
