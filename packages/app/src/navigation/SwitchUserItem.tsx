import { SidebarItem } from '@backstage/core-components';
import {
  errorApiRef,
  identityApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import { RiLogoutBoxRLine } from '@remixicon/react';

/** Signs out, which leads back to the list of users. */
export const SwitchUserItem = () => {
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);

  return (
    <SidebarItem
      icon={() => <RiLogoutBoxRLine size={20} />}
      text="Switch user"
      onClick={() => {
        identityApi.signOut().catch(error => errorApi.post(error));
      }}
    />
  );
};
