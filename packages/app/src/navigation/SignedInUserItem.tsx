import { SidebarItem } from '@backstage/core-components';
import { RiUserLine } from '@remixicon/react';
import { useSignedInUser } from './useSignedInUser';

/** Says who is signed in and leads to their page in the catalog. */
export const SignedInUserItem = () => {
  const user = useSignedInUser();
  if (!user) {
    return null;
  }
  return (
    <SidebarItem
      icon={() => <RiUserLine size={20} />}
      text={user.displayName}
      to={user.catalogPath}
    />
  );
};
