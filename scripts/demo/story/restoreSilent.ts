import assert from 'node:assert/strict';
import { readRecovery, waitForRequest } from '../portal/readRecovery';
import type { Step } from './Step';

export const restoreSilent: Step = {
  name: 'dana asks, sam approves, and the last known good is restored once more',
  async run({ parts, signal }) {
    const chapter = parts.get('silent');
    const { store } = await readRecovery(parts.get('asDana'));
    const { id, status } = await parts.get('asDana').createRequest({
      kind: 'restore',
      instanceId: store.instance.id,
      recoveryPointId: chapter.lastKnownGoodId,
      reason: 'Deployment 3 has cut off names and deleted payments.',
    });
    assert.equal(status, 'awaiting-approval');
    chapter.requestId = id;
    const asSam = parts.get('asSam');
    await asSam.decideRequest(id, { decision: 'approve' });
    const request = await waitForRequest(asSam, id, signal);
    assert.equal(request.level, 'L3');
  },
};
