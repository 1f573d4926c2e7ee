import { readFileSync } from 'node:fs';
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import eventsPlugin from '@backstage/plugin-events-backend';
import safepointPlugin from '@safepoint/backstage-plugin-safepoint-backend';
import eventsModuleSafepoint from '@safepoint/backstage-plugin-safepoint-backend/events';
import { recordNotifications } from './notifications';
import type { PortalSettings } from './PortalSettings';

/** The program of a portal's process. Its configuration comes by `--config`, its entities by a file. */
async function runPortal(settingsFile: string): Promise<void> {
  const { entities, dataDir, externalAccess }: PortalSettings = JSON.parse(
    readFileSync(settingsFile, 'utf8'),
  );
  const backend = createBackend();
  backend.add(safepointPlugin);
  backend.add(eventsPlugin);
  backend.add(eventsModuleSafepoint);
  backend.add(recordNotifications(dataDir));
  // Who a person or another plugin is; jobs prove who they are as ever.
  if (!externalAccess) {
    backend.add(mockServices.auth.factory());
    backend.add(mockServices.httpAuth.factory());
  }
  backend.add(catalogServiceMock.factory({ entities }));
  await backend.start();
}

runPortal(process.env.PORTAL_SETTINGS ?? '').catch(error => {
  console.error(error);
  process.exit(1);
});
