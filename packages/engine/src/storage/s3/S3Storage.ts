import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { collect } from '../../pipeline/collect';
import {
  defaultMaxReadBytes,
  objectNotFound,
  objectTooLarge,
} from '../checkParts';
import type {
  LockMode,
  PartDigest,
  SignedRequest,
  Storage,
  StorageCapabilities,
  StoredObjectInfo,
} from '../Storage';
import { completeS3Upload } from './completeS3Upload';
import type { StoredVersion } from '../StoredVersion';
import { listVersions } from './listVersions';
import { probeBucket, type BucketTraits } from './probeBucket';
import { S3Bucket, type S3StorageOptions } from './S3Bucket';
import { hasStatus } from './s3Errors';
import { holdVersion, lockVersion } from './s3Locks';
import { getObject, headObject } from './s3Objects';
import { S3Uploads } from './S3Uploads';
import { deleteAllVersions, realVersionId } from './versions';

interface Options {
  signal?: AbortSignal;
}

/**
 * A bucket of an S3 service. Parts go up through presigned URLs that bind `content-md5` and
 * `content-length`; `versionId`s are given back where the bucket has them.
 *
 * Where create-only puts do not hold (`probe` finds out; Ceph on versioned buckets), `createObject`
 * looks first, so that only writers at the very same moment are not told apart.
 *
 * @public
 */
export class S3Storage implements Storage {
  readonly kind = 's3';
  readonly #bucket: S3Bucket;
  readonly #uploads: S3Uploads;
  #traits?: Promise<BucketTraits>;

  constructor(options: S3StorageOptions) {
    this.#bucket = new S3Bucket(options);
    this.#uploads = new S3Uploads(this.#bucket);
  }

  locationOf(key: string): string {
    const { Bucket, Key } = this.#bucket.at(key);
    return `s3://${Bucket}/${Key}`;
  }

  async probe(options: Options = {}): Promise<StorageCapabilities> {
    this.#traits = undefined;
    const { etagsAreMd5: _, ...capabilities } = await this.#findTraits(
      options.signal,
    );
    return capabilities;
  }

  async createObject(
    key: string,
    body: Uint8Array,
    options: { contentType?: string } & Options = {},
  ): Promise<{ outcome: 'created' | 'exists'; versionId?: string }> {
    const location = this.#bucket.at(key);
    return this.#bucket.run(async () => {
      const { createOnlyPuts } = await this.#findTraits(options.signal);
      if (!createOnlyPuts && (await this.statObject(key, options))) {
        return { outcome: 'exists' };
      }
      const command = new PutObjectCommand({
        ...location,
        Body: body,
        ContentLength: body.length,
        ContentMD5: createHash('md5').update(body).digest('base64'),
        ContentType: options.contentType,
        IfNoneMatch: '*',
      });
      try {
        const put = await this.#bucket.client.send(command, {
          abortSignal: options.signal,
        });
        return { outcome: 'created', versionId: realVersionId(put.VersionId) };
      } catch (error) {
        if (hasStatus(error, 412)) {
          return { outcome: 'exists' };
        }
        throw error;
      }
    });
  }

  async readObject(
    key: string,
    options: { versionId?: string; maxBytes?: number } & Options = {},
  ): Promise<Buffer | undefined> {
    const maxBytes = options.maxBytes ?? defaultMaxReadBytes;
    return this.#bucket.run(async () => {
      const found = await getObject(this.#bucket, key, options);
      if (!found) {
        return undefined;
      }
      if ((found.sizeBytes ?? Infinity) > maxBytes) {
        found.stream.destroy();
        throw objectTooLarge(this.locationOf(key), maxBytes);
      }
      return collect(found.stream);
    });
  }

  async statObject(
    key: string,
    options: { versionId?: string } & Options = {},
  ): Promise<StoredObjectInfo | undefined> {
    return headObject(this.#bucket, key, options);
  }

  async openObject(
    key: string,
    options: { versionId?: string } & Options = {},
  ): Promise<Readable> {
    const found = await this.#bucket.run(() =>
      getObject(this.#bucket, key, options),
    );
    if (!found) {
      throw objectNotFound(this.locationOf(key));
    }
    return found.stream;
  }

  async *listObjects(
    prefix: string,
    options: { startAfter?: string } & Options = {},
  ): AsyncGenerator<StoredObjectInfo> {
    const { startAfter } = options;
    const pages = paginateListObjectsV2(
      { client: this.#bucket.client },
      {
        ...this.#bucket.below(prefix),
        StartAfter: startAfter && this.#bucket.at(startAfter).Key,
      },
      { abortSignal: options.signal },
    );
    for (;;) {
      const { done, value: page } = await this.#bucket.run(() => pages.next());
      if (done) {
        return;
      }
      for (const {
        Key = '',
        Size: sizeBytes = 0,
        LastModified,
      } of page.Contents ?? []) {
        const key = this.#bucket.keyOf(Key);
        if (key !== undefined) {
          yield { key, sizeBytes, lastModified: LastModified };
        }
      }
    }
  }

  listVersions(
    prefix: string,
    options: Options = {},
  ): AsyncGenerator<StoredVersion> {
    return listVersions(this.#bucket, prefix, options.signal);
  }

  async deleteObject(key: string, options: Options = {}): Promise<void> {
    const location = this.#bucket.at(key);
    await this.#bucket.run(() =>
      deleteAllVersions(this.#bucket, location, options.signal),
    );
  }

  async lockObject(
    key: string,
    lock: { versionId?: string; until: Date; mode: LockMode } & Options,
  ): Promise<'locked' | 'unsupported'> {
    return this.#bucket.run(async () => {
      const { objectLock } = await this.#findTraits(lock.signal);
      if (!objectLock) return 'unsupported';
      await lockVersion(this.#bucket, { key, ...lock });
      return 'locked';
    });
  }

  async holdObject(
    key: string,
    hold: { versionId?: string; held: boolean } & Options,
  ): Promise<'done' | 'unsupported'> {
    return this.#bucket.run(async () => {
      const { objectLock } = await this.#findTraits(hold.signal);
      if (!objectLock) return 'unsupported';
      await holdVersion(this.#bucket, { key, ...hold });
      return 'done';
    });
  }

  async startUpload(
    key: string,
    options: { contentType?: string } & Options = {},
  ): Promise<{ uploadId: string }> {
    return this.#uploads.start(key, options);
  }

  async signPart(upload: {
    key: string;
    uploadId: string;
    part: PartDigest;
    expiresInSeconds: number;
  }): Promise<SignedRequest> {
    return this.#uploads.signPart(upload);
  }

  async completeUpload(upload: {
    key: string;
    uploadId: string;
    parts: PartDigest[];
    signal?: AbortSignal;
  }): Promise<{ sizeBytes: number; versionId?: string }> {
    const { key, signal } = upload;
    return this.#bucket.run(() =>
      completeS3Upload(this.#bucket, {
        ...upload,
        location: this.#bucket.at(key),
        etagsAreMd5: async () => (await this.#findTraits(signal)).etagsAreMd5,
      }),
    );
  }

  async abortUpload(upload: {
    key: string;
    uploadId: string;
    signal?: AbortSignal;
  }): Promise<void> {
    await this.#uploads.abort(upload);
  }

  listUploads(prefix: string, options: Options = {}) {
    return this.#uploads.list(prefix, options);
  }

  async signRead(read: {
    key: string;
    versionId?: string;
    expiresInSeconds: number;
  }): Promise<SignedRequest> {
    const { versionId: VersionId, expiresInSeconds: expiresIn } = read;
    const command = new GetObjectCommand({
      ...this.#bucket.at(read.key),
      VersionId,
    });
    const expiresAt = new Date(Date.now() + expiresIn * 1000);
    const url = await this.#bucket.run(() =>
      getSignedUrl(this.#bucket.client, command, { expiresIn }),
    );
    return { method: 'GET', url, headers: {}, expiresAt };
  }

  /** Found out once, on the first need; not remembered if it failed. */
  #findTraits(signal?: AbortSignal): Promise<BucketTraits> {
    this.#traits ??= this.#bucket
      .run(() => probeBucket(this.#bucket, signal))
      .catch(error => {
        this.#traits = undefined;
        throw error;
      });
    return this.#traits;
  }
}
