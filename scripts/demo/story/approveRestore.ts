import assert from 'node:assert/strict';
import { readRecovery, waitForRequest } from '../portal/readRecovery';
import type { Step } from './Step';

export const approveRestore: Step = {
  name: 'sam approves; the recovery project restores beside, proves L3 and switches over',
  async run({ parts, say, signal }) {
    const chapter = parts.get('failed');
    const api = parts.get('asSam');
    await api.decideRequest(chapter.requestId!, {
      decision: 'approve',
      comment: 'Seen the damage. Go.',
    });
    const request = await waitForRequest(api, chapter.requestId!, signal);
    assert.equal(request.level, 'L3');
    assert.ok(request.kept, 'the old database was not kept');
    say(`  The damaged database is kept as ${request.kept}`);
    const { store } = await readRecovery(api);
    const point = store.recoveryPoints.find(
      ({ id }) => id === chapter.lastKnownGoodId,
    );
    assert.equal(point?.level, 'L3');
  },
};
