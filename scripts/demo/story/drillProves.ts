import assert from 'node:assert/strict';
import { withClient } from '../orders/OrdersDatabase';
import { readRecovery } from '../portal/readRecovery';
import type { Step } from './Step';

export const drillProves: Step = {
  name: 'the drill of its pipeline restores the baseline elsewhere and proves it to L3',
  async run({ parts, say, signal }) {
    const projects = parts.get('projects');
    const summary = await projects.waitForEnd(
      parts.get('goodPipeline'),
      signal,
    );
    await projects.expectJobs(summary, { 'safepoint-drill': 'success' });
    const api = parts.get('asAudrey');
    const { store } = await readRecovery(api);
    const baseline = store.recoveryPoints.find(
      ({ trigger }) => trigger === 'baseline',
    );
    assert.equal(baseline?.level, 'L3');
    const { drills } = await api.getRecoveryPoint(baseline.id);
    assert.equal(drills.length, 1);
    assert.equal(drills[0].outcome, 'passed');
    const failed = drills[0].checks.filter(({ passed }) => !passed);
    assert.deepEqual(failed, []);
    assert.equal(store.posture.verdict, 'protected');
    const left = await withClient(parts.get('drillUrl'), client =>
      client.query(
        `select datname from pg_database where datname ~ 'restored'`,
      ),
    );
    assert.deepEqual(left.rows, [], 'the drill left a database behind');
    say(
      `  ${drills[0].checks.length} checks hold; the service is ${store.posture.verdict}`,
    );
  },
};
