import { storageContract } from '@safepoint/engine/testUtils';
import { makeFilesystemStorage } from '../support/makeFilesystemStorage';
import { makeS3Storage } from '../support/makeS3Storage';
import { requireServer, startCeph, type S3Server } from '../support/servers';

storageContract('filesystem', makeFilesystemStorage);

requireServer('s3')('on a real S3 service', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startCeph();
  }, 90_000);
  afterAll(() => server?.stop());

  const make = (options: Parameters<typeof makeS3Storage>[1]) => async () => {
    const { storage } = await makeS3Storage(server, options);
    return { storage, stop: async () => undefined };
  };

  storageContract('s3', make({}));
  storageContract(
    's3 below a prefix',
    make({ storage: { prefix: 'team/backups' } }),
  );
  storageContract('s3 with versions', make({ versioning: true }));
  storageContract(
    's3 with locks',
    make({ versioning: true, objectLock: true }),
  );
});
