import { createCatalogModelLayer } from '@backstage/catalog-model/alpha';
import {
  SAFEPOINT_DRIVER_ANNOTATION,
  SAFEPOINT_ENVIRONMENTS_ANNOTATION,
  SAFEPOINT_POLICY_ANNOTATION,
} from '@safepoint/backstage-plugin-safepoint-common';
import { RELATION_GOVERNED_BY, RELATION_GOVERNS } from './relations';

const text = (pattern?: string) => ({
  jsonSchema: { type: 'string', minLength: 1, ...(pattern && { pattern }) },
});

/**
 * What Safepoint adds to the catalog's model. It names no field for relations, since an owner that nobody can
 * read would end the processing before its problem is shown; the processor emits them. The schema of the kind is loose on purpose: the processor reads
 * the document in full and tells all problems together, which the model's own check would cut short at the
 * first, before anything is shown. Editors take `schemas/recovery-policy.schema.json`.
 *
 * @public
 */
export const recoveryPolicyModelLayer = createCatalogModelLayer({
  layerId: 'safepoint.dev/recovery-policy',
  builder(model) {
    model.addKind({
      group: 'safepoint.dev',
      names: {
        kind: 'RecoveryPolicy',
        singular: 'recovery policy',
        plural: 'recovery policies',
      },
      description:
        'The rules by which data stores are backed up, proven and restored: objectives, schedules, the gate of deployments, retention, approvals.',
      versions: [
        {
          name: 'v1alpha1',
          schema: {
            jsonSchema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    owner: {
                      type: 'string',
                      description: 'The group that answers for the policy.',
                    },
                  },
                },
              },
            },
          },
        },
      ],
    });
    model.addRelationPair({
      fromKind: 'RecoveryPolicy',
      toKind: ['Group', 'User'],
      description: 'Who answers for a recovery policy.',
      forward: { type: 'ownedBy', title: 'owned by' },
      reverse: { type: 'ownerOf', title: 'owner of' },
    });
    model.addRelationPair({
      fromKind: 'RecoveryPolicy',
      toKind: ['Component', 'Resource'],
      description: 'A recovery policy has a say in how an entity is recovered.',
      forward: { type: RELATION_GOVERNS, title: 'governs' },
      reverse: { type: RELATION_GOVERNED_BY, title: 'governed by' },
    });
    model.addAnnotation({
      name: SAFEPOINT_POLICY_ANNOTATION,
      title: 'Recovery policy',
      description:
        'Names a RecoveryPolicy that may make the rules of the entity stronger, and never weaker.',
      schema: text(),
    });
    model.addAnnotation({
      name: SAFEPOINT_DRIVER_ANNOTATION,
      title: 'Safepoint driver',
      description:
        'Names the driver that saves and restores a data store, such as postgres.',
      schema: text(),
    });
    model.addAnnotation({
      name: SAFEPOINT_ENVIRONMENTS_ANNOTATION,
      title: 'Environments',
      description: 'The environments that the entity runs in, with commas.',
      schema: text(),
    });
  },
});
