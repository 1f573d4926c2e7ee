import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CallTrouble } from './CallPacer';

/** Leaves a trace of every pause in the calls to a GitLab. */
export function auditPause(services: {
  auditor: AuditorService;
  logger: LoggerService;
}) {
  const { auditor, logger } = services;
  return (host: string, trouble: CallTrouble): void => {
    const { kind, reason, since } = trouble;
    const until = trouble.pausedUntil?.toISOString() ?? '';
    logger.warn(
      `Calls of the kind ${kind} to ${host} are not made until ${until}: ${reason}`,
    );
    auditor
      .createEvent({
        eventId: 'gitlab-pause',
        severityLevel: 'medium',
        meta: { host, kind, until, since: since.toISOString(), reason },
      })
      .then(event => event.success())
      .catch(error => logger.error(`A pause was not audited: ${error}`));
  };
}
