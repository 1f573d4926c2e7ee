import type { BindableOperation } from '@safepoint/backstage-plugin-safepoint-common';
import { bindingMapping } from '../database/BindingStore';
import type { RecordDraft } from '../records';
import type { Binding } from './Binding';

/** The durable record of a binding as it is now. */
export function draftBindingRecord(binding: Binding): RecordDraft {
  return {
    type: 'binding',
    id: binding.id,
    revision: binding.revision,
    entityRef: binding.entityRef,
    environment: binding.environment,
    data: bindingMapping.toRecordData(binding),
  };
}

/** A binding as the auditor is told of it. */
export function describeForAudit(binding: Binding) {
  const { id, entityRef, environment, issuer, projectId, status } = binding;
  const operations: BindableOperation[] = [...binding.operations];
  return { id, entityRef, environment, issuer, projectId, status, operations };
}
