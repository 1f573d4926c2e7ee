import type { HeaderStanza } from './HeaderStanzaStore';
import { plain, TableMapping } from './TableMapping';

export const stanzaMapping = new TableMapping<HeaderStanza>('header_stanzas', {
  digest: plain('digest'),
  recoveryPointId: plain('recovery_point_id'),
  object: plain('object'),
});
