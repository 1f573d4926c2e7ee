import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';

/** Answers of the permission framework, which resolves conditional decisions against each resource. */
export class Authorizer {
  readonly #permissions: PermissionsService;

  constructor(permissions: PermissionsService) {
    this.#permissions = permissions;
  }

  async may(
    permission: ResourcePermission,
    resourceRef: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [allowed] = await this.mayEach(
      [{ permission, resourceRef }],
      credentials,
    );
    return allowed;
  }

  /** In the order asked, in one call. */
  async mayEach(
    questions: { permission: ResourcePermission; resourceRef: string }[],
    credentials: BackstageCredentials,
  ): Promise<boolean[]> {
    if (questions.length === 0) return [];
    const decisions = await this.#permissions.authorize(questions, {
      credentials,
    });
    return decisions.map(({ result }) => result === AuthorizeResult.ALLOW);
  }

  /** Throws a `NotAllowedError` with the message; ask only about what the caller may know of. */
  async require(
    permission: ResourcePermission,
    resourceRef: string,
    credentials: BackstageCredentials,
    message: string,
  ): Promise<void> {
    if (!(await this.may(permission, resourceRef, credentials))) {
      throw new NotAllowedError(message);
    }
  }

  async requireBasic(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`You need ${permission.name} for this.`);
    }
  }
}
