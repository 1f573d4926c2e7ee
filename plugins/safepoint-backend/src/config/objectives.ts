import {
  type Objectives,
  verificationLevels,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { SectionReader } from './SectionReader';
import { readOneOf } from './values/readOneOf';
import { readSeconds } from './values/readSeconds';

export const readObjectives: SectionReader<Objectives> = (
  config,
  problems,
) => ({
  rpoSeconds: problems.attempt(() =>
    readSeconds(config, 'objectives.rpo', 86_400),
  ),
  rtoSeconds: problems.attempt(() =>
    readSeconds(config, 'objectives.rto', 3_600),
  ),
  verifiedWithinSeconds: problems.attempt(() =>
    readSeconds(config, 'objectives.verifiedWithin', 7 * 86_400),
  ),
  verificationLevel: problems.attempt(() =>
    readOneOf(config, 'objectives.verificationLevel', 'L3', verificationLevels),
  ),
});
