import type { ConfigApi } from '@backstage/core-plugin-api';

/** A user of the demo, as `safepointDemo.users` names it. */
export interface DemoUser {
  /** The name of the catalog's User entity, in the namespace `default`. */
  name: string;
  displayName: string;
  role: string;
  description: string;
}

/** The demo users; none where the demo is not switched on. */
export function readDemoUsers(config: ConfigApi): DemoUser[] {
  if (config.getOptionalBoolean('safepointDemo.enabled') !== true) {
    return [];
  }
  return config.getConfigArray('safepointDemo.users').map(user => ({
    name: user.getString('name'),
    displayName: user.getString('displayName'),
    role: user.getString('role'),
    description: user.getString('description'),
  }));
}
