import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';

const digest = 'ab'.repeat(32);

/** A manifest of a small recovery point; for tests. @public */
export function sampleManifest(changes: Partial<Manifest> = {}): Manifest {
  const folder =
    'default/resource/orders-db/production/01JD0000000000000000000000';
  return {
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'RecoveryPoint',
    id: '01JD0000000000000000000000',
    instance: {
      id: 'orders-db-production',
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      identity: { systemIdentifier: '7300000000000000000', oid: '16384' },
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
      algorithm: 'copy-text-sum64-v1',
      schemaSha256: digest,
      tables: [
        { name: 'public.orders', rows: 3, hash: '00112233445566778899' },
      ],
    },
    objects: [
      {
        name: 'data',
        header: {
          key: `${folder}/data.header`,
          sizeBytes: 200,
          sha256: digest,
        },
        payload: {
          key: `${folder}/data.payload`,
          sizeBytes: 1000,
          sha256: digest,
          parts: [{ number: 1, sizeBytes: 1000, sha256: digest }],
        },
        plaintext: {
          sizeBytes: 4000,
          format: 'pg_dump-custom',
        },
        compression: 'zstd',
        encryption: 'age',
      },
    ],
    runbook: { key: `${folder}/RUNBOOK.md`, sizeBytes: 10, sha256: digest },
    recipients: [{ role: 'escrow', recipient: 'age1example' }],
    phases: { dump: 1.5 },
    ...changes,
  };
}
