import { isAbsolute, join } from 'node:path';
import type { Config } from '@backstage/config';
import type { StorageFactory } from '@safepoint/backstage-plugin-safepoint-node';
import { FilesystemSignatures, FilesystemStorage } from '@safepoint/engine';
import { findReadProblems } from './configProblems';

/** The embedded storage: a folder, with signed requests that the portal serves itself. */
export const filesystemStorageFactory: StorageFactory = {
  type: 'filesystem',
  findProblems(config) {
    return findReadProblems(config, [readRoot]);
  },
  async create(config, { pluginBaseUrl, signingSecret }) {
    const storage = new FilesystemStorage({
      root: readRoot(config),
      baseUrl: pluginBaseUrl,
      signatures: new FilesystemSignatures(signingSecret),
    });
    return { storage, receiver: storage };
  },
};

function readRoot(config: Config): string {
  const root = config.getString('root');
  if (!isAbsolute(root)) {
    throw new Error(
      `safepoint.storage.root is '${root}'; give an absolute path, so that it does not depend on where the portal is started.`,
    );
  }
  const prefix = config.getOptionalString('prefix');
  if (!prefix) return root;
  if (!/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/.test(prefix)) {
    throw new Error(
      `safepoint.storage.prefix is '${prefix}'; give names of letters, digits, - and _ with / between them.`,
    );
  }
  return join(root, prefix);
}
