import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type {
  PartTransport,
  SignedPart,
} from '../../pipeline/transfer/PartTransport';
import { checkPartNumbers, checkParts } from '../checkParts';
import type { PartDigest } from '../Storage';
import { md5OfETag } from './etags';
import { S3Bucket, type S3StorageOptions } from './S3Bucket';
import { hasName, hasStatus } from './s3Errors';

const signatureValidForSeconds = 15 * 60;

interface Upload {
  key: string;
  uploadId: string;
}

/**
 * A bucket for somebody who may add objects and can neither read nor list them: `s3:PutObject`,
 * `s3:AbortMultipartUpload` and `s3:ListMultipartUploadParts` suffice. Without keys in the options the SDK
 * looks for credentials itself (environment, web identity, instance role) and renews them as they expire.
 *
 * @public
 */
export class S3Inbox {
  readonly #bucket: S3Bucket;

  constructor(options: S3StorageOptions) {
    this.#bucket = new S3Bucket(options);
  }

  /** Refused (`storage-denied`) where the key exists, by services that enforce it. */
  async createObject(
    key: string,
    body: Uint8Array,
    options: { contentType?: string; signal?: AbortSignal } = {},
  ): Promise<void> {
    const command = new PutObjectCommand({
      ...this.#bucket.at(key),
      Body: body,
      ContentLength: body.length,
      ContentMD5: createHash('md5').update(body).digest('base64'),
      ContentType: options.contentType,
      IfNoneMatch: '*',
    });
    await this.#bucket.run(() =>
      this.#bucket.client.send(command, { abortSignal: options.signal }),
    );
  }

  async startUpload(
    key: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<Upload> {
    const command = new CreateMultipartUploadCommand(this.#bucket.at(key));
    const { UploadId } = await this.#bucket.run(() =>
      this.#bucket.client.send(command, { abortSignal: options.signal }),
    );
    if (!UploadId) throw new Error('The service gave no upload id.');
    return { key, uploadId: UploadId };
  }

  /** Signs parts with the job's own credentials, bound to length and content as the portal's are. */
  transportFor(upload: Upload): PartTransport {
    return {
      signParts: parts =>
        Promise.all(parts.map(part => this.#signPart(upload, part))),
    };
  }

  /**
   * What is listed must be what was announced. An answer that was lost cannot be looked up without the
   * right to read: "no such upload" after such an attempt means that it was completed, since the upload
   * was there a moment before and nobody else ends it.
   */
  async completeUpload(
    upload: Upload & { parts: PartDigest[]; signal?: AbortSignal },
  ): Promise<void> {
    checkPartNumbers(upload.parts);
    const Parts = await this.#bucket.run(() => this.#compareParts(upload));
    const command = new CompleteMultipartUploadCommand({
      ...this.#bucket.at(upload.key),
      UploadId: upload.uploadId,
      MultipartUpload: { Parts },
    });
    await this.#bucket.run(async () => {
      try {
        await this.#bucket.client.send(command, { abortSignal: upload.signal });
      } catch (error) {
        const { $metadata } = error as { $metadata?: { attempts?: number } };
        const repeated = ($metadata?.attempts ?? 1) > 1;
        // Ceph's 404 for an upload that is gone has another name than S3's.
        const isGone = hasStatus(error, 404) && !hasName(error, 'NoSuchBucket');
        if (!repeated || !isGone) throw error;
      }
    });
  }

  async abortUpload({ key, uploadId }: Upload): Promise<void> {
    const command = new AbortMultipartUploadCommand({
      ...this.#bucket.at(key),
      UploadId: uploadId,
    });
    await this.#bucket.run(() => this.#bucket.client.send(command));
  }

  async #signPart(upload: Upload, part: PartDigest): Promise<SignedPart> {
    const command = new UploadPartCommand({
      ...this.#bucket.at(upload.key),
      UploadId: upload.uploadId,
      PartNumber: part.number,
      ContentMD5: part.md5,
      ContentLength: part.sizeBytes,
    });
    const expiresAt = Date.now() + signatureValidForSeconds * 1000;
    const url = await this.#bucket.run(() =>
      getSignedUrl(this.#bucket.client, command, {
        expiresIn: signatureValidForSeconds,
        signableHeaders: new Set(['host', 'content-md5', 'content-length']),
        unhoistableHeaders: new Set(['content-md5']),
      }),
    );
    return {
      number: part.number,
      method: 'PUT',
      url,
      headers: {
        'content-md5': part.md5,
        'content-length': `${part.sizeBytes}`,
      },
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  async #compareParts(
    upload: Upload & { parts: PartDigest[]; signal?: AbortSignal },
  ) {
    const stored: { number: number; sizeBytes: number; etag?: string }[] = [];
    let marker: string | undefined;
    do {
      const page = await this.#bucket.client.send(
        new ListPartsCommand({
          ...this.#bucket.at(upload.key),
          UploadId: upload.uploadId,
          PartNumberMarker: marker,
        }),
        { abortSignal: upload.signal },
      );
      for (const { PartNumber = 0, Size = 0, ETag } of page.Parts ?? []) {
        stored.push({ number: PartNumber, sizeBytes: Size, etag: ETag });
      }
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (marker);
    checkParts(
      upload.parts,
      stored.map(({ etag, ...part }) => ({ ...part, ...md5Of(etag, upload) })),
    );
    return stored.map(({ number, etag }) => ({
      PartNumber: number,
      ETag: etag,
    }));
  }
}

/** An ETag that is no MD5 of what was announced says nothing: it may be that of an encrypted part. */
function md5Of(etag: string | undefined, { parts }: { parts: PartDigest[] }) {
  const md5 = md5OfETag(etag);
  return parts.some(part => part.md5 === md5) ? { md5 } : {};
}
