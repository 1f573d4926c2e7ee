// A suite to be called from test files, not one itself.
/* eslint-disable jest/no-export */
import { randomBytes } from 'node:crypto';
import { sendSigned as send } from './sendSigned';
import { type StorageRoom } from './StorageRoom';

/** What a signed request allows, and nothing beside it. */
export function signedRequestsContract(room: StorageRoom): void {
  describe('signed part requests', () => {
    const body = randomBytes(1000);
    const sign = async (expiresInSeconds = 60) => {
      const upload = await room.startUpload(`${room.folder}/signed`, [body]);
      const part = upload.parts[0];
      return room.storage.signPart({ ...upload, part, expiresInSeconds });
    };

    it('may be sent again', async () => {
      const signed = await sign();
      expect(await send(signed, body)).toBe(200);
      expect(await send(signed, body)).toBe(200);
    });

    it.each([
      ['other content', randomBytes(1000)],
      ['a longer body', Buffer.concat([body, Buffer.from('x')])],
      ['a shorter body', body.subarray(1)],
      ['no body', Buffer.alloc(0)],
    ])('refuse %s', async (_name, other) => {
      const status = await send(await sign(), other);
      expect([400, 403]).toContain(status);
    });

    it('refuse a request without the signed headers, or with changed ones', async () => {
      const signed = await sign();
      expect([400, 403]).toContain(
        await send({ ...signed, headers: {} }, body),
      );
      const bound = Object.keys(signed.headers).filter(
        header => header !== 'content-type' && header !== 'content-length',
      );
      expect(bound).not.toEqual([]);
      for (const header of bound) {
        const value = changeFirst(signed.headers[header]);
        const headers = { ...signed.headers, [header]: value };
        expect([400, 403]).toContain(await send({ ...signed, headers }, body));
      }
    });

    it('refuse to be sent after they expired', async () => {
      const signed = await sign(1);
      await new Promise(resolve => {
        setTimeout(resolve, 2100);
      });
      expect(await send(signed, body)).toBe(403);
    });
  });

  describe('signed read requests', () => {
    it('give the object and nothing else', async () => {
      const key = `${room.folder}/read`;
      const content = randomBytes(100_000);
      const { versionId } = await room.storage.createObject(key, content);
      const signed = await room.storage.signRead({
        key,
        versionId,
        expiresInSeconds: 60,
      });
      const response = await fetch(signed.url, { headers: signed.headers });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-length')).toBe('100000');
      const received = Buffer.from(await response.arrayBuffer());
      expect(received.equals(content)).toBe(true);
    });

    it('expire, and cannot be used to write', async () => {
      const key = `${room.folder}/read-only`;
      await room.storage.createObject(key, Buffer.from('x'));
      const signed = await room.storage.signRead({ key, expiresInSeconds: 1 });
      expect([403, 404]).toContain(
        await send({ ...signed, method: 'PUT' }, Buffer.from('y')),
      );
      await new Promise(resolve => {
        setTimeout(resolve, 2100);
      });
      const response = await fetch(signed.url, { headers: signed.headers });
      await response.arrayBuffer();
      expect(response.status).toBe(403);
    });

    it('of a missing object answer 404', async () => {
      const key = `${room.folder}/missing`;
      const signed = await room.storage.signRead({ key, expiresInSeconds: 60 });
      const response = await fetch(signed.url, { headers: signed.headers });
      await response.arrayBuffer();
      expect(response.status).toBe(404);
    });
  });
}

/** The same text with another first character. */
function changeFirst(text: string): string {
  return `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
}
