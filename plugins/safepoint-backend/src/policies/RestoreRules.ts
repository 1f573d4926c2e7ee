import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  type ApprovalFloors,
  approvalsNeeded,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Governed, PolicySource } from './PolicySource';

/** A restore, as far as policies look at it. */
export interface GovernedRestore {
  instance: Governed;
  targetEnvironment?: string;
}

export interface RestoreRulesOptions {
  policies: Pick<PolicySource, 'policiesOf'>;
  isProduction: (environment: string) => boolean;
  /** Who a user is, groups included; without it nobody is one of the approvers that a policy names. */
  userInfo?: Pick<UserInfoService, 'getUserInfo'>;
}

/**
 * What policies say of a restore. It reads one environment and writes to another, and the policies of both
 * hold: of the approvals the more, of the approvers both lists.
 */
export class RestoreRules {
  constructor(private readonly options: RestoreRulesOptions) {}

  async findFloors(restore: GovernedRestore): Promise<ApprovalFloors> {
    const floors = (await this.#policiesOf(restore)).map(
      ({ approvals }) => approvals,
    );
    return {
      production: Math.max(...floors.map(({ production }) => production)),
      otherwise: Math.max(...floors.map(({ otherwise }) => otherwise)),
    };
  }

  /** How many other people it needs. */
  async countApprovals(restore: GovernedRestore): Promise<number> {
    const { isProduction } = this.options;
    return approvalsNeeded({
      sourceProduction: isProduction(restore.instance.environment),
      targetProduction: isProduction(targetOf(restore)),
      floors: await this.findFloors(restore),
    });
  }

  /** Why this user may not approve or reject, as far as policies go; undefined if they may. */
  async refuseApprover(
    restore: GovernedRestore,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<string | undefined> {
    const lists = await this.#approverLists(restore);
    if (lists.length === 0) return undefined;
    const refs = await this.#refsOf(credentials);
    const missed = lists.find(list => !list.some(ref => refs.has(ref)));
    return (
      missed &&
      `By policy only ${missed.join(
        ', ',
      )} decide on this restore, and you are none of them. Ask one of them.`
    );
  }

  async #approverLists(restore: GovernedRestore): Promise<string[][]> {
    const { isProduction } = this.options;
    const where =
      isProduction(restore.instance.environment) ||
      isProduction(targetOf(restore))
        ? 'production'
        : 'otherwise';
    const policies = await this.#policiesOf(restore);
    return policies.flatMap(({ approvers }) =>
      approvers?.[where] ? [approvers[where]] : [],
    );
  }

  #policiesOf(restore: GovernedRestore) {
    const { entityRef, environment } = restore.instance;
    const environments = [...new Set([environment, targetOf(restore)])];
    return this.options.policies.policiesOf(
      environments.map(name => ({ entityRef, environment: name })),
    );
  }

  async #refsOf(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<Set<string>> {
    const info = await this.options.userInfo?.getUserInfo(credentials);
    return new Set(
      [
        credentials.principal.userEntityRef,
        ...(info?.ownershipEntityRefs ?? []),
      ].map(ref => ref.toLocaleLowerCase('en-US')),
    );
  }
}

function targetOf({ instance, targetEnvironment }: GovernedRestore): string {
  return targetEnvironment ?? instance.environment;
}
