import { phrase } from '../phrase';
import type { StoreInstance } from '../storeInstance';
import { reason, type Reason } from './Reason';

/** Another database under the same name is not protected by what was saved of the first. */
export function judgeIdentity(instance: StoreInstance): Reason[] {
  return instance.identityStatus === 'changed'
    ? [
        reason(
          'identity-changed',
          'critical',
          phrase`The store is not the one that was saved before; somebody has to accept the new one.`,
        ),
      ]
    : [];
}
