import { useEffect, useState } from 'react';
import { SidebarItem } from '@backstage/core-components';
import {
  errorApiRef,
  identityApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import { RiLogoutBoxRLine } from '@remixicon/react';

/** Who is signed in; undefined until that is known. */
function useDisplayName(): string | undefined {
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);
  const [displayName, setDisplayName] = useState<string>();

  useEffect(() => {
    identityApi.getProfileInfo().then(
      profile => setDisplayName(profile.displayName),
      error => errorApi.post(error),
    );
  }, [identityApi, errorApi]);
  return displayName;
}

/** Says who is signed in, and signs out, which leads back to the list of users. */
export const SwitchUserItem = () => {
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);
  const displayName = useDisplayName();

  return (
    <SidebarItem
      icon={() => <RiLogoutBoxRLine size={20} />}
      text={displayName ? `${displayName} · switch user` : 'Switch user'}
      onClick={() => {
        identityApi.signOut().catch(error => errorApi.post(error));
      }}
    />
  );
};
