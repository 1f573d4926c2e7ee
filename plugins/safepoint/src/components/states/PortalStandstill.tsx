import { useStandstill } from '../../hooks/useStandstill';
import { StandstillNote } from './StandstillNote';

/** The note for a page that is of no entity: it asks the portal's health by itself. */
export function PortalStandstill() {
  return <StandstillNote standstill={useStandstill()} />;
}
