import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';

/** A manifest of production orders-db; for tests. */
export function makeManifest(
  files: Pick<Manifest, 'objects' | 'runbook'>,
): Manifest {
  return {
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'RecoveryPoint',
    id: '01JD0000000000000000000000',
    instance: {
      id: '01JD0000000000000000000009',
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      identity: { systemIdentifier: '1', databaseOid: '2' },
    },
    driver: 'postgres',
    engine: { name: 'postgresql', version: '15.18' },
    trigger: 'pre-deploy',
    createdAt: '2026-11-23T09:00:00.000Z',
    stateAt: '2026-11-23T09:00:01.000Z',
    completedAt: '2026-11-23T09:00:09.000Z',
    run: {
      id: '01JD0000000000000000000001',
      issuer: 'https://gitlab.example.com',
      projectId: '42',
      pipelineId: '7',
      jobId: '8',
      ref: 'main',
      commit: 'c0ffee',
      agentVersion: '0.1.0',
    },
    fingerprint: {
      algorithm: 'pg-copy-murmur3x128-sum-1',
      schemaSha256: 'ab'.repeat(32),
      tables: [{ name: 'public.orders', rows: 3, hash: '00'.repeat(16) }],
    },
    recipients: [{ role: 'escrow', recipient: 'age1example' }],
    phases: { transfer: 1.5 },
    ...files,
  };
}
