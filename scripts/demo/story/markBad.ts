import assert from 'node:assert/strict';
import { readRecovery } from '../portal/readRecovery';
import type { Step } from './Step';

export const markBad: Step = {
  name: 'sam marks deployment 3 bad since it started; the last known good moves before it',
  async run({ parts, say }) {
    const chapter = parts.get('silent');
    const api = parts.get('asSam');
    const { store: before } = await readRecovery(api);
    const marked = await api.markDeploymentBad(chapter.deploymentId!, {
      reason: 'Names are cut off and payments are missing.',
    });
    assert.equal(marked.markedBad?.by, 'user:default/sam');
    const { store } = await readRecovery(api);
    const { recoveryPointId, reason } = store.lastKnownGood;
    assert.notEqual(recoveryPointId, before.lastKnownGood.recoveryPointId);
    assert.deepEqual(marked.recoveryPointIds, [recoveryPointId]);
    chapter.lastKnownGoodId = recoveryPointId;
    say(`  ${reason}`);
  },
};
