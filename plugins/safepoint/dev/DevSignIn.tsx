import type { SignInPageProps } from '@backstage/plugin-app-react';
import { useEffect } from 'react';

/** Signs in at once as a person that only this page knows. */
export function DevSignIn(props: SignInPageProps) {
  const { onSignInSuccess } = props;
  useEffect(() => {
    onSignInSuccess({
      getProfileInfo: async () => ({ displayName: 'Dana' }),
      getBackstageIdentity: async () => ({
        type: 'user',
        userEntityRef: 'user:default/dana',
        ownershipEntityRefs: ['user:default/dana'],
      }),
      getCredentials: async () => ({}),
      signOut: async () => {},
    });
  }, [onSignInSuccess]);
  return null;
}
