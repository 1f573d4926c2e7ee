import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { StorageFactory } from '@safepoint/backstage-plugin-safepoint-node';
import type { ConfigProblems } from './ConfigProblems';

/** Where bytes land; the rest of the section is read by the storage of that type. */
export interface StorageConfig {
  type: string;
  config: Config;
}

export function readStorage(
  config: Config,
  storages: Map<string, StorageFactory>,
  problems: ConfigProblems,
): StorageConfig {
  return problems.attempt(() => {
    const storage = config.getConfig('storage');
    const type = storage.getString('type');
    const factory = storages.get(type);
    if (!factory) {
      throw new InputError(
        `safepoint.storage.type is '${type}'; it must be one of ${[
          ...storages.keys(),
        ].join(', ')}.`,
      );
    }
    factory.findProblems(storage).forEach(problem => problems.add(problem));
    return { type, config: storage };
  });
}
