import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedPoint } from '../../database/RecordedPoint';

/** What the index shows of a point, from its manifest alone; so a rebuild shows the same. */
export function describePoint(
  manifest: Manifest,
): Omit<RecordedPoint, 'ticket' | 'problem'> {
  const { objects, fingerprint } = manifest;
  return {
    id: manifest.id,
    instanceId: manifest.instance.id,
    runId: manifest.run.id,
    trigger: manifest.trigger,
    status: 'available',
    stateAt: new Date(manifest.stateAt),
    createdAt: new Date(manifest.createdAt),
    completedAt: new Date(manifest.completedAt),
    deploymentId: manifest.deployment?.id,
    setId: manifest.setId,
    commit: manifest.run.commit,
    pipelineUrl: manifest.run.pipelineUrl,
    sourceBytes: sum(objects.map(({ plaintext }) => plaintext.sizeBytes)),
    storedBytes: sum(
      objects.map(
        ({ header, payload }) => header.sizeBytes + payload.sizeBytes,
      ),
    ),
    rows: sum(fingerprint.tables.map(({ rows }) => rows)),
    tables: fingerprint.tables.length,
    engineVersion: `${manifest.engine.name} ${manifest.engine.version}`,
    schemaSha256: fingerprint.schemaSha256,
    extensions: manifest.engine.extensions,
    level: 'L0',
    quarantined: false,
    revision: 0,
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
