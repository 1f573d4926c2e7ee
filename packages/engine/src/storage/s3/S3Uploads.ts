import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { PartDigest, SignedRequest } from '../Storage';
import type { S3Bucket } from './S3Bucket';
import { hasName } from './s3Errors';

/** Multipart uploads of a bucket, up to their completion. */
export class S3Uploads {
  readonly #bucket: S3Bucket;

  constructor(bucket: S3Bucket) {
    this.#bucket = bucket;
  }

  async start(
    key: string,
    options: { contentType?: string; signal?: AbortSignal } = {},
  ): Promise<{ uploadId: string }> {
    const command = new CreateMultipartUploadCommand({
      ...this.#bucket.at(key),
      ContentType: options.contentType,
    });
    return this.#bucket.run(async () => {
      const { UploadId } = await this.#bucket.client.send(command, {
        abortSignal: options.signal,
      });
      if (!UploadId) {
        throw new Error('the service gave no upload id');
      }
      return { uploadId: UploadId };
    });
  }

  async signPart(upload: {
    key: string;
    uploadId: string;
    part: PartDigest;
    expiresInSeconds: number;
  }): Promise<SignedRequest> {
    const { part, expiresInSeconds: expiresIn } = upload;
    const command = new UploadPartCommand({
      ...this.#bucket.at(upload.key),
      UploadId: upload.uploadId,
      PartNumber: part.number,
      ContentMD5: part.md5,
      ContentLength: part.sizeBytes,
    });
    const expiresAt = new Date(Date.now() + expiresIn * 1000);
    const url = await this.#bucket.run(() =>
      getSignedUrl(this.#bucket.client, command, {
        expiresIn,
        // Signed as headers, so that a body of another length or content is refused.
        signableHeaders: new Set(['host', 'content-md5', 'content-length']),
        unhoistableHeaders: new Set(['content-md5']),
      }),
    );
    const headers = {
      'content-md5': part.md5,
      'content-length': `${part.sizeBytes}`,
    };
    return { method: 'PUT', url, headers, expiresAt };
  }

  async abort(upload: {
    key: string;
    uploadId: string;
    signal?: AbortSignal;
  }): Promise<void> {
    const command = new AbortMultipartUploadCommand({
      ...this.#bucket.at(upload.key),
      UploadId: upload.uploadId,
    });
    await this.#bucket.run(async () => {
      try {
        await this.#bucket.client.send(command, { abortSignal: upload.signal });
      } catch (error) {
        if (!hasName(error, 'NoSuchUpload')) {
          throw error;
        }
      }
    });
  }

  async *list(prefix: string, options: { signal?: AbortSignal } = {}) {
    const below = this.#bucket.below(prefix);
    let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined =
      {};
    while (marker) {
      const command: ListMultipartUploadsCommand =
        new ListMultipartUploadsCommand({
          ...below,
          ...marker,
        });
      const page = await this.#bucket.run(() =>
        this.#bucket.client.send(command, { abortSignal: options.signal }),
      );
      for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
        const key = Key && this.#bucket.keyOf(Key);
        if (key && UploadId) {
          yield { key, uploadId: UploadId, startedAt: Initiated };
        }
      }
      marker = page.IsTruncated
        ? {
            KeyMarker: page.NextKeyMarker,
            UploadIdMarker: page.NextUploadIdMarker,
          }
        : undefined;
    }
  }
}
