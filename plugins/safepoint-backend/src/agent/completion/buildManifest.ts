import type {
  Manifest,
  RecoveryPointDraft,
  StoredFile,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import type { EncryptionKeys } from '../AgentDependencies';

/** What was written to storage before the manifest. */
export interface StoredFiles {
  headers: Map<string, StoredFile>;
  payloads: Map<string, Pick<StoredFile, 'key' | 'versionId'>>;
  runbook: StoredFile;
}

/**
 * The manifest of a point, from nothing but the draft, the rows and what storage answered, so that a
 * completion that is repeated after a crash writes the same bytes.
 */
export function buildManifest(input: {
  point: RecordedPoint & { completedAt: Date };
  instance: StoreInstance;
  run: Run;
  draft: RecoveryPointDraft;
  files: StoredFiles;
  recipients: EncryptionKeys['recipients'];
}): Manifest {
  const { point, instance, run, draft } = input;
  return {
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'RecoveryPoint',
    id: point.id,
    instance: {
      id: instance.id,
      entityRef: instance.entityRef,
      environment: instance.environment,
      identity: draft.identity,
    },
    driver: instance.driver,
    engine: draft.engine,
    trigger: point.trigger,
    createdAt: point.createdAt.toISOString(),
    stateAt: new Date(draft.stateAt).toISOString(),
    completedAt: point.completedAt.toISOString(),
    run: {
      id: run.id,
      issuer: run.issuer,
      projectId: run.projectId,
      pipelineId: run.pipelineId,
      jobId: run.jobId,
      ref: run.claims.ref,
      commit: run.claims.commit,
      ...(point.pipelineUrl && { pipelineUrl: point.pipelineUrl }),
      agentVersion: run.plan.agentVersion,
    },
    ...(point.deploymentId &&
      run.componentRef && {
        deployment: { id: point.deploymentId, entityRef: run.componentRef },
      }),
    ...(point.setId && { setId: point.setId }),
    ...(draft.changeMarker && { changeMarker: draft.changeMarker }),
    fingerprint: draft.fingerprint,
    objects: draft.objects.map(object => describeObject(object, input.files)),
    runbook: input.files.runbook,
    recipients: input.recipients,
    phases: draft.phases,
  };
}

function describeObject(
  object: RecoveryPointDraft['objects'][number],
  files: StoredFiles,
): Manifest['objects'][number] {
  const header = files.headers.get(object.name);
  const payload = files.payloads.get(object.name);
  if (!header || !payload) {
    throw new Error(
      `Object ${object.name} was not written before its manifest.`,
    );
  }
  return {
    name: object.name,
    header,
    payload: {
      ...payload,
      sizeBytes: object.payload.sizeBytes,
      sha256: object.payload.sha256,
      parts: object.payload.parts.map(({ number, sizeBytes, sha256 }) => ({
        number,
        sizeBytes,
        sha256,
      })),
    },
    plaintext: object.plaintext,
    compression: 'zstd',
    encryption: 'age',
  };
}
