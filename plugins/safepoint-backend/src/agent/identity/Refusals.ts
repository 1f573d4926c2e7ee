import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { ulid } from 'ulid';

/** Why a job was refused; for the log and the audit trail, never for the job. */
export interface RefusalReason {
  /** Stable, kebab-case. */
  code: string;
  detail: string;
  operation: string;
  issuer?: string;
  projectId?: string;
  jobId?: string;
  [key: string]: string | undefined;
}

/**
 * Turns strangers away, all with the same words, so that no answer tells whether an entity, a run or a
 * request exists. The reason goes to the log and the audit trail under an id that the answer names.
 */
export class Refusals {
  constructor(
    private readonly logger: LoggerService,
    private readonly auditor: AuditorService,
  ) {}

  async refuse(reason: RefusalReason): Promise<never> {
    const id = ulid();
    const error = new NotAllowedError(
      `This job is not entitled to do this. The platform team sees why in the portal's log under ${id}.`,
    );
    const meta = Object.fromEntries(
      Object.entries(reason).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    this.logger.warn(
      `Refused a CI job (${id}): ${reason.code}: ${reason.detail}`,
      { refusal: id, ...meta },
    );
    const event = await this.auditor.createEvent({
      eventId: 'job-refused',
      severityLevel: 'medium',
      meta: { refusal: id, ...meta },
    });
    await event.fail({ error });
    throw error;
  }
}
