import type {
  AuditorService,
  BackstageCredentials,
  BackstageServicePrincipal,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  type AutomationOperation,
  decideAutomation,
  safepointAutomationBackupPermission,
  safepointAutomationDeploymentPermission,
  safepointAutomationDrillPermission,
  safepointAutomationRecordPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { AutomationConfig } from '../config/automation';
import type { Authorizer } from '../permissions/Authorizer';

export type ServiceCredentials =
  BackstageCredentials<BackstageServicePrincipal>;

/** In records, requests and the audit trail: never to be mistaken for a person. */
export function nameOf({ principal }: ServiceCredentials): string {
  return `service:${principal.subject}`;
}

export const permissionOf: Record<AutomationOperation, BasicPermission> = {
  backup: safepointAutomationBackupPermission,
  drill: safepointAutomationDrillPermission,
  'record-external': safepointAutomationRecordPermission,
  'report-deployment': safepointAutomationDeploymentPermission,
};

/**
 * Whether a service may do what it asks for. It is decided before anything is looked up, so that a refusal
 * says nothing of what there is.
 */
export class AutomationGate {
  constructor(
    private readonly options: {
      config: Pick<AutomationConfig, 'principals'>;
      authorizer: Pick<Authorizer, 'requireBasic'>;
      auditor: AuditorService;
    },
  ) {}

  async require(
    credentials: ServiceCredentials,
    asked: {
      operation: AutomationOperation;
      entityRef: string;
      environment: string;
    },
  ): Promise<void> {
    const permission = permissionOf[asked.operation];
    const { accessRestrictions, subject } = credentials.principal;
    const decision = decideAutomation(
      { subject, permissionNames: accessRestrictions?.permissionNames },
      { ...asked, permission: permission.name },
      this.options.config.principals,
    );
    if (!decision.allowed) {
      await this.#auditRefusal(credentials, asked, decision.reason);
      throw new NotAllowedError(decision.reason);
    }
    await this.options.authorizer.requireBasic(permission, credentials);
  }

  /** A service that asks for what it may not is one that somebody should look at. */
  async #auditRefusal(
    credentials: ServiceCredentials,
    asked: { operation: string; entityRef: string; environment: string },
    reason: string,
  ): Promise<void> {
    const { entityRef, environment, operation } = asked;
    const event = await this.options.auditor.createEvent({
      eventId: 'automation-refuse',
      severityLevel: 'medium',
      meta: { by: nameOf(credentials), operation, entityRef, environment },
    });
    await event.fail({ error: new Error(reason) });
  }
}
