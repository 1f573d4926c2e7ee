import assert from 'node:assert/strict';
import { readMigration } from '../gitlab/readFiles';
import { readRecovery } from '../portal/readRecovery';
import type { Step } from './Step';

export const deployGood: Step = {
  name: 'deployment 1 starts behind a recovery point, succeeds and leaves a baseline',
  async run({ parts, say, signal }) {
    const projects = parts.get('projects');
    const pipeline = await projects.deploy('Add notes for the delivery', {
      'migrations/0002_add_delivery_notes.sql': readMigration('good'),
    });
    parts.set('goodPipeline', pipeline);
    const summary = await projects.waitForJob(
      pipeline,
      'safepoint-baseline',
      signal,
    );
    await projects.expectJobs(summary, {
      'safepoint-before': 'success',
      deploy: 'success',
      'safepoint-baseline': 'success',
      // Its deployment did not fail.
      'safepoint-on-failure': 'skipped',
    });
    const log = await projects.logOf(summary, 'deploy');
    assert.match(log, /stands behind this deployment/);

    const { page, store } = await readRecovery(parts.get('asDana'));
    const [deployment] = page.deployments;
    assert.equal(deployment?.status, 'succeeded');
    assert.equal(deployment.gate, 'strict');
    const triggers = store.recoveryPoints.map(({ trigger }) => trigger);
    assert.deepEqual(triggers, ['baseline', 'pre-deploy']);
    assert.equal(
      store.lastKnownGood.recoveryPointId,
      store.recoveryPoints[0].id,
      'the last known good is not the baseline',
    );
    say(`  ${store.lastKnownGood.reason}`);
  },
};
