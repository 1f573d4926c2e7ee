import assert from 'node:assert/strict';
import type { SafepointApiError } from '@safepoint/backstage-plugin-safepoint-common';
import { readRecovery } from '../portal/readRecovery';
import type { Step } from './Step';

export const askForRestore: Step = {
  name: 'dana asks for the restore; she cannot approve it herself',
  async run({ parts, say }) {
    const chapter = parts.get('failed');
    const api = parts.get('asDana');
    const { store } = await readRecovery(api);
    const preview = await api.previewRestore(chapter.lastKnownGoodId!);
    assert.equal(preview.approvalsNeeded, 1);
    say(`  ${preview.switchDescription}`);
    const request = await api.createRequest({
      kind: 'restore',
      instanceId: store.instance.id,
      recoveryPointId: chapter.lastKnownGoodId,
      reason:
        'Deployment 2 has multiplied all prices and dropped e-mail addresses.',
    });
    assert.equal(request.status, 'awaiting-approval');
    chapter.requestId = request.id;

    const refusal = await api
      .decideRequest(request.id, { decision: 'approve' })
      .then(
        () => undefined,
        (error: SafepointApiError) => error,
      );
    assert.equal(refusal?.status, 403, 'dana may approve her own request');
    say(`  ${refusal.message}`);
    const after = await api.getRequest(request.id);
    assert.equal(after.status, 'awaiting-approval');
    assert.equal(after.mayDecide, false);
  },
};
