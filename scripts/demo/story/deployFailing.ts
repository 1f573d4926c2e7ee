import assert from 'node:assert/strict';
import { readMigration } from '../gitlab/readFiles';
import { compareStates, readDatabaseState } from '../orders/DatabaseState';
import { readRecovery } from '../portal/readRecovery';
import type { Step } from './Step';

export const deployFailing: Step = {
  name: 'deployment 2 damages the data and fails; its pipeline reports that',
  async run({ parts, say, signal }) {
    const projects = parts.get('projects');
    const backupUrl = parts.get('orders').url('backup');
    const stateBefore = await readDatabaseState(backupUrl, signal);
    const pipeline = await projects.deploy('Convert prices', {
      'migrations/0003_convert_prices.sql': readMigration('failing'),
    });
    const chapter = { pipeline, stateBefore };
    const summary = await projects.waitForEnd(pipeline, signal);
    await projects.expectJobs(summary, {
      'safepoint-before': 'success',
      deploy: 'failed',
      'safepoint-baseline': 'skipped',
      'safepoint-on-failure': 'success',
      'safepoint-drill': 'skipped',
    });
    const damage = compareStates(
      stateBefore,
      await readDatabaseState(backupUrl, signal),
    );
    assert.ok(damage.length > 2, 'the failing migration has damaged nothing');
    say(`  Damaged: ${damage.slice(0, 3).join('; ')} …`);

    const { page } = await readRecovery(parts.get('asDana'));
    const [deployment] = page.deployments;
    assert.equal(deployment?.status, 'failed');
    parts.set('failed', { ...chapter, deploymentId: deployment.id });
  },
};
