import assert from 'node:assert/strict';
import { readRecovery, waitForRequest } from '../portal/readRecovery';
import type { Step } from './Step';

export const backUpNow: Step = {
  name: 'Back up now runs one job in the recovery project, and not the deploy job, which has no rules',
  async run({ parts, signal }) {
    const { service, recovery } = parts.get('projects');
    const projects = parts.get('projects');
    const pipelines = async () => ({
      service: (await projects.listPipelines(service)).map(({ id }) => id),
      recovery: (await projects.listPipelines(recovery)).map(({ id }) => id),
    });
    const before = await pipelines();
    const api = parts.get('asDana');
    const { store } = await readRecovery(api);
    const asked = await api.createRequest({
      kind: 'backup',
      instanceId: store.instance.id,
    });
    await waitForRequest(api, asked.id, signal);

    const after = await pipelines();
    assert.deepEqual(after.service, before.service);
    const made = after.recovery.filter(id => !before.recovery.includes(id));
    assert.equal(made.length, 1);
    const summary = await projects.waitForEnd({ id: made[0] }, signal);
    assert.deepEqual(
      summary.jobs.map(({ name, status }) => [name, status]),
      [['safepoint-operation', 'success']],
    );
    const { store: now } = await readRecovery(api);
    assert.equal(now.recoveryPoints[0].trigger, 'manual');
    assert.equal(now.recoveryPoints.length, store.recoveryPoints.length + 1);
  },
};
