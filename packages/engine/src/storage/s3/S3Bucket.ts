import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { checkStorageKey, checkStoragePrefix } from '../storageKey';
import { translateS3Error } from './s3Errors';

/** @public */
export interface S3StorageOptions {
  bucket: string;
  region: string;
  /** Only for other services than AWS: `https://s3.example.com`. */
  endpoint?: string;
  /** Everything is kept below it; without slashes at its ends. */
  prefix?: string;
  /** Without these two the SDK looks for credentials itself: environment, web identity, instance role. */
  accessKeyId?: string;
  /** A secret. */
  secretAccessKey?: string;
  /** `https://endpoint/bucket/key` instead of `https://bucket.endpoint/key`. Default: true with an endpoint. */
  forcePathStyle?: boolean;
}

/** A bucket, a prefix in it, and the client that reaches it. */
export class S3Bucket {
  readonly client: S3Client;
  readonly name: string;
  readonly #prefix: string;

  constructor(options: S3StorageOptions) {
    this.name = options.bucket;
    this.#prefix = options.prefix
      ? `${checkStorageKey(options.prefix).join('/')}/`
      : '';
    this.client = createClient(options);
  }

  /** The full key, checked; what every command names. */
  at(key: string): { Bucket: string; Key: string } {
    return {
      Bucket: this.name,
      Key: this.#prefix + checkStorageKey(key).join('/'),
    };
  }

  /** A full key for what is ours and no object: no key of an object starts with a dot. */
  atInternal(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.name, Key: `${this.#prefix}.safepoint/${name}` };
  }

  below(prefix: string): { Bucket: string; Prefix: string } {
    return {
      Bucket: this.name,
      Prefix: this.#prefix + checkStoragePrefix(prefix),
    };
  }

  /** The key without the bucket's prefix; undefined for what is internal. */
  keyOf(fullKey: string): string | undefined {
    const key = fullKey.slice(this.#prefix.length);
    return key.startsWith('.') ? undefined : key;
  }

  /** Runs commands and translates what they throw. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw translateS3Error(error, this.name);
    }
  }
}

function createClient(options: S3StorageOptions): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = options;
  return new S3Client({
    region,
    endpoint,
    forcePathStyle: options.forcePathStyle ?? Boolean(endpoint),
    credentials:
      accessKeyId && secretAccessKey
        ? { accessKeyId, secretAccessKey }
        : undefined,
    // Other services than AWS refuse or ignore the checksums that the SDK would add by itself; what we
    // store is bound by Content-MD5, which they all enforce.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 5_000,
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
    }),
  });
}
