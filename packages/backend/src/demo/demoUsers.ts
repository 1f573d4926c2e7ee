import type { Config } from '@backstage/config';

/** A user of the demo, as `safepointDemo.users` names it. */
export interface DemoUser {
  /** The name of the catalog's User entity, in the namespace `default`. */
  name: string;
  displayName: string;
}

/** The users that may sign in without a password; undefined, unless the demo is switched on explicitly. */
export function readDemoUsers(config: Config): DemoUser[] | undefined {
  if (config.getOptionalBoolean('safepointDemo.enabled') !== true) {
    return undefined;
  }
  return config.getConfigArray('safepointDemo.users').map(user => ({
    name: user.getString('name'),
    displayName: user.getString('displayName'),
  }));
}
