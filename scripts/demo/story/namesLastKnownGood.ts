import assert from 'node:assert/strict';
import { readRecovery } from '../portal/readRecovery';
import type { Step } from './Step';

export const namesLastKnownGood: Step = {
  name: 'pipeline and portal name the last known good: the point from before deployment 2',
  async run({ parts, say, signal }) {
    const chapter = parts.get('failed');
    const { page, store } = await readRecovery(parts.get('asDana'));
    const { recoveryPointId, reason } = store.lastKnownGood;
    const deployment = page.deployments.find(
      ({ id }) => id === chapter.deploymentId,
    );
    assert.ok(recoveryPointId, reason);
    assert.deepEqual(deployment?.recoveryPointIds, [recoveryPointId]);
    chapter.lastKnownGoodId = recoveryPointId;
    say(`  ${reason}`);

    const projects = parts.get('projects');
    const summary = await projects.waitForEnd(chapter.pipeline, signal);
    const log = await projects.logOf(summary, 'safepoint-on-failure');
    assert.ok(
      log.includes(recoveryPointId),
      `the on-failure job does not name ${recoveryPointId}:\n${log}`,
    );
  },
};
