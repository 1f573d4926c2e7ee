import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { readRecovery } from '../portal/readRecovery';
import type { Step } from './Step';

export const listRecoveryPoints: Step = {
  name: 'every recovery point names its stored objects, and they are there',
  async run({ parts, result }) {
    const api = parts.get('asAudrey');
    const { store } = await readRecovery(api);
    for (const { id } of store.recoveryPoints) {
      const point = await api.getRecoveryPoint(id);
      assert.equal(point.status, 'available');
      for (const { location, sizeBytes } of point.objects) {
        assert.ok(location, `an object of ${id} has no location`);
        assert.equal((await stat(location)).size, sizeBytes);
      }
      result.recoveryPoints.push({
        id,
        entityRef: point.entityRef,
        environment: point.environment,
        trigger: point.trigger,
        stateAt: point.stateAt,
        plaintextBytes: point.sourceBytes,
        storedBytes: point.storedBytes,
        rows: point.rows,
        verificationLevel: point.level,
        objects: point.objects.map(({ name, location, sizeBytes }) => ({
          name,
          location: location!,
          sizeBytes,
        })),
      });
    }
    assert.ok(result.recoveryPoints.length >= 6);
  },
};
