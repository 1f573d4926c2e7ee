import type { Config } from '@backstage/config';
import type { StorageFactory } from '@safepoint/backstage-plugin-safepoint-node';
import { S3Storage, type S3StorageOptions } from '@safepoint/engine/s3';
import { findReadProblems } from './configProblems';

/** A bucket of AWS or of anything that speaks S3. */
export const s3StorageFactory: StorageFactory = {
  type: 's3',
  findProblems(config) {
    return findReadProblems(config, [
      () => config.getString('bucket'),
      () => config.getString('region'),
      () => readEndpoint(config),
      () => readCredentials(config),
      () => config.getOptionalBoolean('forcePathStyle'),
    ]);
  },
  async create(config) {
    const options: S3StorageOptions = {
      bucket: config.getString('bucket'),
      region: config.getString('region'),
      endpoint: readEndpoint(config),
      prefix: config.getOptionalString('prefix')?.replace(/^\/+|\/+$/g, ''),
      forcePathStyle: config.getOptionalBoolean('forcePathStyle'),
      ...readCredentials(config),
    };
    return { storage: new S3Storage(options) };
  },
};

function readEndpoint(config: Config): string | undefined {
  const endpoint = config.getOptionalString('endpoint');
  if (endpoint && !URL.canParse(endpoint)) {
    throw new Error(
      `safepoint.storage.endpoint is '${endpoint}'; give a URL, https://s3.example.com for example.`,
    );
  }
  return endpoint;
}

function readCredentials(config: Config) {
  const accessKeyId = config.getOptionalString('accessKeyId');
  const secretAccessKey = config.getOptionalString('secretAccessKey');
  if (!accessKeyId !== !secretAccessKey) {
    throw new Error(
      'safepoint.storage needs both accessKeyId and secretAccessKey, or neither of them.',
    );
  }
  return { accessKeyId, secretAccessKey };
}
