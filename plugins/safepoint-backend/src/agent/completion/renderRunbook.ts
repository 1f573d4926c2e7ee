import type {
  RecoveryPointDraft,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { DriverDescriptor } from '@safepoint/engine';
import type { RecordedPoint } from '../../database/RecordedPoint';

/** How a person restores this point by hand, without the portal. The same input gives the same text. */
export function renderRunbook(input: {
  point: RecordedPoint;
  instance: StoreInstance;
  draft: RecoveryPointDraft;
  driver: DriverDescriptor;
}): string {
  const { point, instance, draft, driver } = input;
  const steps = driver.runbook({
    objects: draft.objects.map(({ name, plaintext }) => ({
      name,
      format: plaintext.format,
    })),
    engine: draft.engine,
  });
  return `# Recovery point ${point.id}

${instance.entityRef} in ${instance.environment}, as it was at ${
    draft.stateAt
  } (${draft.engine.name} ${draft.engine.version}).

This folder is all that is needed, together with the escrow identity file and public tools. Each object
is a standard age file in two parts: \`cat NAME.header NAME.payload\` gives the whole.

| object | plain bytes | format |
| --- | --- | --- |
${draft.objects
  .map(
    ({ name, plaintext }) =>
      `| ${name} | ${plaintext.sizeBytes} | ${plaintext.format} |`,
  )
  .join('\n')}

Restore as a role that owns the target and nothing else: a dump can hold code.

${steps.trim()}
`;
}
