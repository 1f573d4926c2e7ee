import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import {
  eventsOfRecord,
  toCloudEvent,
} from '@safepoint/backstage-plugin-safepoint-common';
import { renderEventFiles } from './eventFiles';

const folder = path.resolve(__dirname, '../../schemas/events');
const generate =
  'Run: yarn workspace @safepoint/backstage-plugin-safepoint-common generate:events';

describe('what is published of the events', () => {
  it('is current', async () => {
    const stale: string[] = [];
    for (const [file, content] of await renderEventFiles()) {
      const committed = await readFile(file, 'utf8').catch(() => undefined);
      if (committed !== content)
        stale.push(`${path.basename(file)}. ${generate}`);
    }
    expect(stale).toEqual([]);
  });

  it('is nothing else', async () => {
    const published = [...(await renderEventFiles()).keys()].map(file =>
      path.basename(file),
    );
    expect(published).toEqual(expect.arrayContaining(await readdir(folder)));
  });

  it('describes an event as a validator of JSON Schema reads it', async () => {
    const type = 'dev.safepoint.recovery-point.available';
    const schema = JSON.parse(
      await readFile(path.join(folder, `${type}.json`), 'utf8'),
    );
    const validate = addFormats(new Ajv({ strict: true })).compile(schema);
    const createdAt = '2026-03-10T12:00:00.000Z';
    const [event] = eventsOfRecord(
      {
        type: 'recovery-point-status',
        id: 'P1',
        revision: 1,
        entityRef: 'resource:default/orders-db',
        environment: 'production',
        recordedAt: new Date(createdAt),
        data: {
          id: 'P1',
          instanceId: 'I1',
          trigger: 'scheduled',
          status: 'available',
          createdAt,
          level: 'L0',
        },
      },
      'https://portal.example.com',
    );
    const sent = toCloudEvent(event, {
      id: 'e-1',
      portalUrl: 'https://portal.example.com',
    });
    validate(sent);
    expect(validate.errors).toBeNull();
    expect(validate({ ...sent, specversion: '0.3' })).toBe(false);
    expect(validate({ ...sent, data: { ...sent.data, level: 'L9' } })).toBe(
      false,
    );
    expect(validate({ ...sent, data: { ...sent.data, later: true } })).toBe(
      true,
    );
  });
});
