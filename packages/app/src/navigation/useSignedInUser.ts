import { useEffect, useState } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  errorApiRef,
  identityApiRef,
  type IdentityApi,
  useApi,
} from '@backstage/core-plugin-api';

interface SignedInUser {
  displayName: string;
  catalogPath: string;
}

async function loadUser(identityApi: IdentityApi): Promise<SignedInUser> {
  const [profile, identity] = await Promise.all([
    identityApi.getProfileInfo(),
    identityApi.getBackstageIdentity(),
  ]);
  const { kind, namespace, name } = parseEntityRef(identity.userEntityRef);
  return {
    displayName: profile.displayName ?? name,
    catalogPath: `/catalog/${namespace}/${kind}/${name}`,
  };
}

/** Who is signed in; undefined until that is known. */
export function useSignedInUser(): SignedInUser | undefined {
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);
  const [user, setUser] = useState<SignedInUser>();

  useEffect(() => {
    loadUser(identityApi).then(setUser, error => errorApi.post(error));
  }, [identityApi, errorApi]);
  return user;
}
