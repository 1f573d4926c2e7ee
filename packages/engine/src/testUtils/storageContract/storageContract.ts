// A suite to be called from test files, not one itself.
/* eslint-disable jest/no-export */
import type { Storage } from '../../storage/Storage';
import { locksContract } from './locksContract';
import { objectsContract } from './objectsContract';
import { signedRequestsContract } from './signedRequestsContract';
import { StorageRoom } from './StorageRoom';
import { uploadsContract } from './uploadsContract';
import { versionsContract } from './versionsContract';

/** @public */
export interface StorageUnderTest {
  storage: Storage;
  stop(): Promise<void>;
}

/**
 * What every storage must do, as a suite. The storage that `makeStorage` gives is used by all tests of
 * the suite, each below a prefix of its own.
 *
 * @public
 */
export function storageContract(
  name: string,
  makeStorage: () => Promise<StorageUnderTest>,
): void {
  describe(`storage contract: ${name}`, () => {
    const room = new StorageRoom();
    let subject: StorageUnderTest;
    beforeAll(async () => {
      subject = await makeStorage();
      room.enter(subject.storage);
    }, 60_000);
    afterAll(() => subject?.stop(), 30_000);
    beforeEach(() => room.tidy());

    objectsContract(room);
    locksContract(room);
    uploadsContract(room);
    versionsContract(room);
    signedRequestsContract(room);
  });
}
