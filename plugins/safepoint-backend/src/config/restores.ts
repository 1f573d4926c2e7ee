import type { ApprovalFloors } from '@safepoint/backstage-plugin-safepoint-common';
import type { SectionReader } from './SectionReader';
import { readCount } from './values/readCount';

export const readApprovalFloors: SectionReader<ApprovalFloors> = (
  config,
  problems,
) => ({
  production: problems.attempt(() =>
    readCount(config, 'restores.production.approvals', 1, 1),
  ),
  otherwise: problems.attempt(() =>
    readCount(config, 'restores.*.approvals', 0, 0),
  ),
});
