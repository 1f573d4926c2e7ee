import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('./demo/authModule'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./demo/permissionPolicy'));
backend.add(
  import('@safepoint/backstage-plugin-catalog-backend-module-safepoint'),
);
backend.add(import('@safepoint/backstage-plugin-safepoint-backend'));
backend.add(import('@safepoint/backstage-plugin-safepoint-backend/events'));

backend.start();
