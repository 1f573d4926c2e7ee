import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_RESTORE_REQUEST } from '@safepoint/backstage-plugin-safepoint-common';
import { z } from 'zod';

/** What the rules see of a request. */
export interface RestoreRequestResource {
  id: string;
  requestedBy: string;
  /** Where it writes. */
  targetEnvironment: string;
}

/** Whether a request is loaded one by one only; there is no query language. */
export type RestoreRequestQuery = never;

export const restoreRequestResourceRef = createPermissionResourceRef<
  RestoreRequestResource,
  RestoreRequestQuery
>().with({
  pluginId: 'safepoint',
  resourceType: RESOURCE_TYPE_RESTORE_REQUEST,
});

const userParams = z.object({
  userRef: z.string().describe('Entity reference of the user who asks'),
});

/** Requests are checked one by one, never listed by permission. */
function toQuery(): never {
  throw new Error('Requests cannot be queried by permission conditions.');
}

const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow for those who made the request',
  resourceRef: restoreRequestResourceRef,
  paramsSchema: userParams,
  apply: (request, { userRef }) => request.requestedBy === userRef,
  toQuery,
});

const isNotRequester = createPermissionRule({
  name: 'IS_NOT_REQUESTER',
  description: 'Allow for everybody but those who made the request',
  resourceRef: restoreRequestResourceRef,
  paramsSchema: userParams,
  apply: (request, { userRef }) => request.requestedBy !== userRef,
  toQuery,
});

const targetsEnvironment = createPermissionRule({
  name: 'TARGETS_ENVIRONMENT',
  description: 'Allow for requests that write into one of these environments',
  resourceRef: restoreRequestResourceRef,
  paramsSchema: z.object({
    environments: z.array(z.string()).describe('Names of environments'),
  }),
  apply: (request, { environments }) =>
    environments.includes(request.targetEnvironment),
  toQuery,
});

export const restoreRequestRules = {
  isRequester,
  isNotRequester,
  targetsEnvironment,
};

/** For permission policies: the rules as conditions. @public */
export const {
  conditions: restoreRequestConditions,
  createConditionalDecision: createRestoreRequestConditionalDecision,
} = createConditionExports({
  resourceRef: restoreRequestResourceRef,
  rules: restoreRequestRules,
});
