import {
  Sidebar,
  SidebarDivider,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import { PortalLogo } from './PortalLogo';
import { SignedInUserItem } from './SignedInUserItem';
import { SwitchUserItem } from './SwitchUserItem';

/** The side bar: the catalog first, whatever pages plugins bring, then settings and the way to another user. */
export const Navigation = ({ navItems }: NavContentComponentProps) => {
  const items = navItems.withComponent(({ icon, href, title }) => (
    <SidebarItem icon={() => icon} to={href} text={title} />
  ));
  const settings = items.take('page:user-settings');

  return (
    <Sidebar>
      <PortalLogo />
      <SidebarDivider />
      {items.take('page:catalog')}
      <SidebarScrollWrapper>
        {items.rest({ sortBy: 'title' })}
      </SidebarScrollWrapper>
      <SidebarSpace />
      <SidebarDivider />
      {settings}
      <SignedInUserItem />
      <SwitchUserItem />
    </Sidebar>
  );
};
