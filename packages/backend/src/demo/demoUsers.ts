import type { Config } from '@backstage/config';

/** The names that may sign in without a password; undefined, unless the demo is switched on explicitly. */
export function readDemoUserNames(config: Config): string[] | undefined {
  if (config.getOptionalBoolean('safepointDemo.enabled') !== true) {
    return undefined;
  }
  return config
    .getConfigArray('safepointDemo.users')
    .map(user => user.getString('name'));
}
