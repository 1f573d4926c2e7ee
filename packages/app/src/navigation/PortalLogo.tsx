import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import styles from './PortalLogo.module.css';

/** The organisation's mark, with its name where the side bar is open. */
export const PortalLogo = () => {
  const { isOpen } = useSidebarOpenState();
  const config = useApi(configApiRef);
  const name = config.getOptionalString('organization.name') ?? 'Portal';

  return (
    <Link
      to="/"
      underline="none"
      aria-label={`${name}, to the catalog`}
      className={styles.logo}
      style={{
        width: isOpen
          ? sidebarConfig.drawerWidthOpen
          : sidebarConfig.drawerWidthClosed,
      }}
    >
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <circle
          cx="16"
          cy="16"
          r="11"
          fill="none"
          stroke="#ffffff"
          strokeWidth="4"
        />
        <circle cx="16" cy="16" r="4" fill="#5cc8a1" />
      </svg>
      {isOpen && <span>{name}</span>}
    </Link>
  );
};
