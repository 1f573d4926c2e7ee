import type { IdentityApi } from '@backstage/core-plugin-api';
import { chosenUser } from './chosenUser';

/** The same identity, whose sign-out also forgets the choice: without that the next page would sign the same user in again. */
export function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      chosenUser.forget();
      await identity.signOut();
    },
  };
}
