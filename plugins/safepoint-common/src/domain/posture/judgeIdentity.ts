import type { StoreInstance } from '../storeInstance';
import type { Reason } from './Posture';

/** Another database under the same name is not protected by what was saved of the first. */
export function judgeIdentity(instance: StoreInstance): Reason[] {
  return instance.identityStatus === 'changed'
    ? [
        {
          code: 'identity-changed',
          severity: 'critical',
          message:
            'The store is not the one that was saved before; somebody has to accept the new one.',
        },
      ]
    : [];
}
