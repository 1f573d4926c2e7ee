import {
  failurePolicies,
  type FailurePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { SectionReader } from './SectionReader';
import { readOneOf } from './values/readOneOf';

/** What the portal does by itself when a deployment has failed. */
export const readOnFailure: SectionReader<FailurePolicy> = (config, problems) =>
  problems.attempt(() =>
    readOneOf(config, 'gate.onFailure', 'report', failurePolicies),
  );
